import { Component, computed, inject, input, output } from '@angular/core';
import type { TopicSort } from '../api/models';
import { Clock } from '../ui/clock';
import { count, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { measureWords, valueWords } from './row-value';
import type { TopicNode } from './topic-node';

const FLASH_MS = 700;

/** One topic: its name, how many are below it, its last value, and its rate or what the list is sorted by. */
@Component({
  selector: 'mcm-topic-row',
  imports: [Icon],
  template: `
    @if (inTree()) {
      @if (below() > 0) {
        <!-- The arrow keys do this for the keyboard. -->
        <span class="toggle" aria-hidden="true" (click)="toggled.emit(); $event.stopPropagation()">
          <mcm-icon class="small" [name]="open() ? 'down' : 'right'" />
        </span>
      } @else {
        <span class="toggle"></span>
      }
    }
    <span class="name mono cut" [title]="node().row.topic">
      @if (name() === '') {
        <i>empty</i>
      } @else if (inTree()) {
        {{ name() }}
      } @else {
        <!-- What differs between topics is at their end: that is cut last. -->
        <span class="head cut">{{ head() }}</span><span class="tail cut">{{ tail() }}</span>
      }
    </span>
    @if (inTree() && below() > 0) {
      <span class="count" [title]="belowText() + ' topics below'">{{ belowText() }}</span>
    }
    <span class="value mono cut" [title]="seen()">{{ value() }}</span>
    <span class="measure">{{ measure() }}</span>
  `,
  styleUrl: './topic-row-view.scss',
  host: {
    '[class.flash-even]': 'flash() === 0',
    '[class.flash-odd]': 'flash() === 1',
    '[class.flat]': '!inTree()',
    '[class.quiet]': 'quiet()',
  },
})
export class TopicRowView {
  readonly node = input.required<TopicNode>();
  readonly sort = input<TopicSort | 'tree'>('tree');
  readonly open = input(false);
  readonly toggled = output();

  readonly #now = inject(Clock).now;
  protected readonly inTree = computed(() => this.sort() === 'tree');
  protected readonly name = computed(() =>
    this.inTree() ? this.node().row.name : this.node().row.topic,
  );
  protected readonly head = computed(() => {
    const { topic, name } = this.node().row;
    return topic.slice(0, topic.length - name.length);
  });
  protected readonly tail = computed(() => this.node().row.name);
  protected readonly below = computed(() => this.node().row.topicsBelow);
  protected readonly belowText = computed(() => count(this.below()));
  protected readonly measure = computed(() => {
    const sort = this.sort();
    // Only an age grows with the time.
    return measureWords(this.node().row, sort, sort === 'last-seen' ? this.#now() : 0);
  });
  protected readonly seen = computed(() => {
    const { lastSeenAt } = this.node().row;
    return lastSeenAt === undefined ? '' : `${this.value()}\n${exactly(lastSeenAt)}`;
  });
  protected readonly value = computed(() => valueWords(this.node().row));
  /** What the broker says of itself. */
  protected readonly quiet = computed(() => this.node().row.topic.startsWith('$'));
  /** Which of the two animations runs; none for a row that is drawn long after its last message. */
  protected readonly flash = computed(() => {
    const { changedAt, changes } = this.node();
    return Date.now() - changedAt < FLASH_MS ? changes % 2 : undefined;
  });
}
