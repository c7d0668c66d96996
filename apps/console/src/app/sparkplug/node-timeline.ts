import { Component, computed, input } from '@angular/core';
import type { SparkplugEvent } from '../api/models';
import { Icon } from '../ui/icon';
import { When } from '../ui/when';
import { eventWords } from './fault-words';

/** What happened to a node last, the latest first. */
@Component({
  selector: 'mcm-node-timeline',
  imports: [Icon, When],
  template: `
    @if (rows().length > 0) {
      <!-- A list that scrolls must be reachable by keyboard. -->
      <ol tabindex="0" aria-label="Last events, the latest first">
        @for (row of rows(); track $index) {
          <li>
            <mcm-when class="mono t3" [at]="row.at" />
            <mcm-icon class="small" [class]="row.words.colour" [name]="row.words.icon" />
            <span
              >{{ row.words.title }} <span class="t3">{{ row.detail }}</span></span
            >
          </li>
        }
      </ol>
    } @else {
      <p class="t2">None yet.</p>
    }
  `,
  styles: `
    ol {
      max-height: 220px;
      overflow: auto;
    }
    li {
      display: grid;
      grid-template-columns: auto auto minmax(0, 1fr);
      gap: 8px;
      align-items: baseline;
      min-height: 24px;
      overflow-wrap: anywhere;
    }
    li mcm-icon {
      align-self: start;
      margin-top: 3px;
    }
  `,
})
export class NodeTimeline {
  readonly events = input.required<readonly SparkplugEvent[]>();
  protected readonly rows = computed(() =>
    this.events().map(({ at, kind, detail }) => ({ at, detail, words: eventWords(kind) })),
  );
}
