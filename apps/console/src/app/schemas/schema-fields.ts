import { Component, computed, inject, input, output, viewChild } from '@angular/core';
import { MatFormField } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { FilterField } from '../access/filter-field';
import type { FilterContext } from '../access/filter-reading';
import type { JsonSchemaDraft } from '../api/models';
import type { Failure } from '../ui/failure';
import { Icon } from '../ui/icon';
import { TextField } from '../ui/text-field';
import { DRAFTS, saidDraft, type SchemaDraft, schemaNameFault, withDraft } from './schema-draft';
import { SchemaWriting } from './schema-writing';

const FIELDS = ['/name', '/topicFilter', '/description', '/draft'];

/** Whether a field says what is wrong at a place of the request. */
export function isField(pointer: string): boolean {
  return FIELDS.includes(pointer);
}

/** What a schema is called and which messages it judges. */
@Component({
  selector: 'mcm-schema-fields',
  imports: [FilterField, Icon, MatFormField, MatOption, MatSelect, MatSlideToggle, TextField],
  template: `
    <mcm-text-field
      #nameField
      fieldId="schema-name"
      label="Name"
      [maxlength]="100"
      [fault]="nameFault()"
      [value]="draft().name"
      (valueChange)="change({ name: $event })"
    />
    <mcm-filter-field
      fieldId="schema-filter"
      [context]="context"
      [tried]="tried()"
      [wrong]="wrongFilter()"
      [value]="draft().topicFilter"
      (valueChange)="change({ topicFilter: $event })"
    />
    <mcm-text-field
      fieldId="schema-description"
      label="Description"
      hint="What it is for, in a line."
      [maxlength]="1000"
      [fault]="faults()?.get('/description')"
      [value]="draft().description"
      (valueChange)="change({ description: $event })"
    />
    <div class="draft">
      <label id="schema-draft-label" for="schema-draft">Draft of JSON Schema</label>
      <mat-form-field appearance="outline" subscriptSizing="dynamic">
        <mat-select
          id="schema-draft"
          aria-labelledby="schema-draft-label"
          [value]="shownDraft()"
          (valueChange)="choose($event)"
        >
          @for (draft of drafts; track draft) {
            <mat-option [value]="draft">{{ draft }}</mat-option>
          }
        </mat-select>
      </mat-form-field>
      @if (faults()?.get('/draft'); as fault) {
        <span class="hint fault"><mcm-icon class="small" name="fault" />{{ fault }}</span>
      } @else {
        <span class="hint">{{
          said() === undefined
            ? 'The document does not say it.'
            : 'As $schema in the document says.'
        }}</span>
      }
    </div>
    <mat-slide-toggle
      hideIcon
      [checked]="draft().enabled"
      (change)="change({ enabled: $event.checked })"
      >Judge messages by it</mat-slide-toggle
    >
  `,
  styleUrl: '../ui/field.scss',
  styles: `
    :host {
      gap: 16px;
    }
    .draft {
      display: flex;
      flex-direction: column;
      gap: 4px;
    }
  `,
})
export class SchemaFields {
  readonly #writing = inject(SchemaWriting);
  /** Whether empty fields are said to be so. */
  readonly tried = input.required<boolean>();
  /** What the server has against it. */
  readonly refused = input.required<Failure | undefined>();
  readonly changed = output();

  protected readonly drafts = DRAFTS;
  protected readonly context: FilterContext = { type: 'all', literal: true };
  protected readonly draft = this.#writing.draft;
  protected readonly said = computed(() => saidDraft(this.draft().text));
  protected readonly shownDraft = computed(() => this.said() ?? this.draft().draft);
  protected readonly faults = computed(() => this.refused()?.faults);
  protected readonly nameFault = computed(() => {
    if (this.refused()?.kind === 'name-taken') return 'There is a schema of this name already.';
    const told = this.faults()?.get('/name');
    return told ?? (this.tried() ? schemaNameFault(this.draft().name) : undefined);
  });
  /** Of an empty one, only once somebody is done with it. */
  protected readonly wrongFilter = computed(
    () => this.faults()?.get('/topicFilter') ?? this.#writing.filterFault(),
  );
  private readonly nameField = viewChild.required<TextField>('nameField');
  private readonly filterField = viewChild.required(FilterField);

  focus(field: 'name' | 'filter'): void {
    if (field === 'name') this.nameField().focus();
    else this.filterField().focus();
  }

  /** Goes to the first field that something is wrong with; whether there is one. */
  focusFault(): boolean {
    if (this.nameFault() !== undefined) this.focus('name');
    else if (this.wrongFilter() !== undefined) this.focus('filter');
    else return false;
    return true;
  }

  protected choose(draft: JsonSchemaDraft): void {
    this.change(withDraft(this.draft(), draft));
  }

  protected change(change: Partial<SchemaDraft>): void {
    this.#writing.change(change);
    this.changed.emit();
  }
}
