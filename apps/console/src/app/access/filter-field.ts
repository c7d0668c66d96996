import {
  booleanAttribute,
  Component,
  computed,
  inject,
  input,
  model,
  output,
  viewChild,
} from '@angular/core';
import { TopicSuggestions } from './topic-suggestions';
import { SuggestField } from '../ui/suggest-field';
import { FilterExplained } from './filter-explained';
import { type FilterContext, readFilter } from './filter-reading';

/** A topic filter of a rule, with what it selects while one types. */
@Component({
  selector: 'mcm-filter-field',
  imports: [FilterExplained, SuggestField],
  template: `
    <mcm-suggest-field
      above
      label="Topic filter"
      placeholder="line2/+/state"
      [bare]="bare()"
      [fieldId]="fieldId()"
      [options]="suggestions.topics()"
      [fault]="fault()"
      [(value)]="value"
      (valueChange)="suggestions.text.set($event)"
      (focused)="wake()"
    />
    @if (explains() && problem() === undefined) {
      <mcm-filter-explained [filter]="value()" [context]="context()" />
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 6px;
      min-width: 0;
    }
  `,
  providers: [TopicSuggestions],
})
export class FilterField {
  readonly value = model.required<string>();
  /** Unique on the page. */
  readonly fieldId = input.required<string>();
  readonly context = input.required<FilterContext>();
  /** Whether it says what the filter selects; what is wrong with it, it always says. */
  readonly explains = input(true);
  /** Whether it also says that it is empty. */
  readonly tried = input(false);
  /** What the server has against it. */
  readonly wrong = input<string>();
  /** Whether the label is seen elsewhere, as the head of a column. */
  readonly bare = input(false, { transform: booleanAttribute });
  readonly focused = output();

  protected readonly suggestions = inject(TopicSuggestions);
  private readonly field = viewChild.required(SuggestField);
  protected readonly problem = computed(() => {
    const reading = readFilter(this.value(), this.context());
    return 'problem' in reading ? reading.problem : undefined;
  });
  protected readonly fault = computed(() =>
    this.tried() || this.value() !== '' ? (this.problem() ?? this.wrong()) : undefined,
  );

  focus(): void {
    this.field().focus();
  }

  protected wake(): void {
    this.suggestions.text.set(this.value());
    this.suggestions.wanted.set(true);
    this.focused.emit();
  }
}
