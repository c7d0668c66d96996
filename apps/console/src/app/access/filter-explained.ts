import { booleanAttribute, Component, computed, effect, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { counted } from '../ui/formats';
import { type FilterContext, readFilter } from './filter-reading';
import { ObservedTopics } from './observed-topics';

/** What a filter of a rule selects: in words, by example, and of what MCM has seen. */
@Component({
  selector: 'mcm-filter-explained',
  imports: [RouterLink],
  template: `
    @if (reading(); as reading) {
      <p>{{ reading.words }}</p>
      <dl>
        @if (reading.filled; as filled) {
          <dt>For {{ filled.whose }}</dt>
          <dd>
            <span class="mono">{{ filled.filter }}</span>
          </dd>
        }
        <dt>Such as</dt>
        <dd>
          @for (example of examples().selected; track example.topic) {
            <span class="mono">{{ example.topic }}</span>
          }
        </dd>
        <dt>But not</dt>
        <dd>
          @for (example of examples().not; track example.topic) {
            <span class="mono">{{ example.topic }}</span>
          }
        </dd>
        @if (observed.hits(); as hits) {
          <dt>Observed</dt>
          <dd>
            @if (links() && hits.total > 0) {
              <a routerLink="/topics" [queryParams]="{ q: hits.filter, mode: 'filter' }">{{
                found()
              }}</a>
            } @else {
              <span>{{ found() }}</span>
            }
            @for (topic of hits.topics; track topic) {
              <span class="mono">{{ topic }}</span>
            }
          </dd>
        }
      </dl>
    }
  `,
  styles: `
    :host {
      display: block;
      padding: 8px 12px;
      border-radius: var(--mcm-r-2);
      background: var(--mcm-sunken);
      color: var(--mcm-text-2);
      font: var(--mcm-caption);
      overflow-wrap: anywhere;
    }
    :host:empty {
      display: none;
    }
    dl {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: 2px 12px;
      margin-top: 4px;
    }
    dt {
      max-width: 132px;
      color: var(--mcm-text-3);
    }
    dd {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 16px;
      min-width: 0;
    }
    .mono {
      font-size: 11.5px;
      line-height: 16px;
      color: var(--mcm-text);
    }
    a {
      text-decoration: underline;
    }
  `,
  providers: [ObservedTopics],
})
export class FilterExplained {
  readonly filter = input.required<string>();
  readonly context = input.required<FilterContext>();
  /** Whether it leads to the topics: not from a form, which would be lost. */
  readonly links = input(false, { transform: booleanAttribute });

  protected readonly observed = inject(ObservedTopics);
  protected readonly reading = computed(() => {
    const reading = readFilter(this.filter(), this.context());
    return 'problem' in reading ? undefined : reading;
  });

  protected readonly examples = computed(() => {
    const all = this.reading()?.examples ?? [];
    const [selected, not] = [true, false].map((is) => all.filter((one) => one.selected === is));
    return { selected, not };
  });
  protected readonly found = computed(() => {
    const hits = this.observed.hits();
    if (hits === undefined || hits.total === 0) return 'no such topic so far';
    return hits.total > hits.topics.length
      ? `${counted(hits.total, 'topic')}, the busiest:`
      : counted(hits.total, 'topic');
  });

  constructor() {
    effect(() => this.observed.filter.set(this.reading()?.widest));
  }
}
