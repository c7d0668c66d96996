import { Component, computed, inject, input, model } from '@angular/core';
import { MatFormField } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import { LOGIN_DOORS } from '#domain/alert';
import { FilterField } from '../access/filter-field';
import type { FilterContext } from '../access/filter-reading';
import { StatusStore } from '../status/status-store';
import { SuggestField } from '../ui/suggest-field';
import { TextField } from '../ui/text-field';
import type { ConditionDraft } from './condition-draft';
import { DOOR_WORDS } from './condition-words';
import { NodeSuggestions } from './node-suggestions';
import { PointerSuggestions } from './pointer-suggestions';
import { SchemaChoices } from './schema-choices';
import { SecondsField } from './seconds-field';
import { ThresholdFields } from './threshold-fields';

const SUGGESTED = 8;

/** The fields of the kind of rule that is chosen, and no others. */
@Component({
  selector: 'mcm-condition-fields',
  imports: [
    FilterField,
    MatFormField,
    MatOption,
    MatSelect,
    SecondsField,
    SuggestField,
    TextField,
    ThresholdFields,
  ],
  providers: [NodeSuggestions, PointerSuggestions, SchemaChoices],
  templateUrl: './condition-fields.html',
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 20px;
    }
    :host:empty {
      display: none;
    }
    .field {
      display: flex;
      flex-direction: column;
      gap: 4px;
    }
    .label {
      color: var(--mcm-text-2);
      font: var(--mcm-label);
    }
    .two {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: 12px;
    }
    .number {
      max-width: 260px;
    }
  `,
})
export class ConditionFields {
  readonly draft = model.required<ConditionDraft>();
  /** By the pointer of the member. */
  readonly faults = input.required<ReadonlyMap<string, string>>();
  /** Whether it also says what is empty. */
  readonly tried = input.required<boolean>();

  readonly #status = inject(StatusStore);
  protected readonly pointers = inject(PointerSuggestions);
  protected readonly nodes = inject(NodeSuggestions);
  protected readonly schemas = inject(SchemaChoices).names;
  protected readonly doors = LOGIN_DOORS;
  protected readonly doorWords = DOOR_WORDS;
  /** Any client may be meant: a filter of a rule has no names to fill in. */
  protected readonly context: FilterContext = { type: 'all', literal: true };

  protected readonly none: ReadonlyMap<string, string> = new Map();

  /** Figures of the broker that are numbers. */
  protected readonly figures = computed(() => {
    const typed = this.draft().topic;
    const figures = this.#status.latest()?.sys.figures ?? [];
    return figures
      .filter(({ topic, value }) => typeof value === 'number' && topic.includes(typed))
      .map(({ topic }) => topic)
      .filter((topic) => topic !== typed)
      .slice(0, SUGGESTED);
  });
  /** What it is now. */
  protected readonly figureHint = computed(() => {
    const { topic } = this.draft();
    const figure = this.#status.latest()?.sys.figures.find((one) => one.topic === topic);
    return figure === undefined ? 'Begin with $SYS/.' : `It is ${figure.value} now.`;
  });
  protected readonly suggestedPointers = computed(() =>
    this.pointers
      .pointers()
      .filter((one) => one.includes(this.draft().pointer) && one !== this.draft().pointer)
      .slice(0, SUGGESTED),
  );

  protected change(change: Partial<ConditionDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }

  protected suggestPointers(): void {
    this.pointers.filter.set(this.draft().filter);
    this.pointers.wanted.set(true);
  }

  /** A member with its fault, as soon as something is typed there. */
  protected faultOf(member: keyof ConditionDraft): string | undefined {
    const isShown = this.tried() || this.draft()[member] !== '';
    return isShown ? this.faults().get(`/condition/${member}`) : undefined;
  }
}
