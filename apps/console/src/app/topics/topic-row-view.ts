import { Component, computed, input, output } from '@angular/core';
import { count, exactly, rate, size } from '../ui/formats';
import { Icon } from '../ui/icon';
import type { TopicNode } from './topic-node';

const FLASH_MS = 700;

/** One topic in the tree: its level's name, how many are below, its last value, its rate. */
@Component({
  selector: 'mcm-topic-row',
  imports: [Icon],
  template: `
    @if (below() > 0) {
      <!-- The arrow keys do this for the keyboard. -->
      <span class="toggle" aria-hidden="true" (click)="toggled.emit(); $event.stopPropagation()">
        <mcm-icon class="small" [name]="open() ? 'down' : 'right'" />
      </span>
    } @else {
      <span class="toggle"></span>
    }
    <span class="name mono cut" [title]="node().row.topic">
      @if (node().row.name === '') {
        <i>empty</i>
      } @else {
        {{ node().row.name }}
      }
    </span>
    @if (below() > 0) {
      <span class="count" [title]="belowText() + ' topics below'">{{ belowText() }}</span>
    }
    <span class="value mono cut" [title]="seen()">{{ value() }}</span>
    <span class="rate">{{ perSecond() }}</span>
  `,
  styleUrl: './topic-row-view.scss',
  host: { '[class.flash-even]': 'flash() === 0', '[class.flash-odd]': 'flash() === 1' },
})
export class TopicRowView {
  readonly node = input.required<TopicNode>();
  readonly open = input(false);
  readonly toggled = output();

  protected readonly below = computed(() => this.node().row.topicsBelow);
  protected readonly belowText = computed(() => count(this.below()));
  protected readonly perSecond = computed(() => {
    const perSecond = this.node().row.rate;
    return perSecond < 0.005 ? '–' : rate(perSecond);
  });
  protected readonly seen = computed(() => {
    const { lastSeenAt } = this.node().row;
    return lastSeenAt === undefined ? '' : `${this.value()}\n${exactly(lastSeenAt)}`;
  });
  protected readonly value = computed(() => {
    const { isTopic, payloadBytes, payloadEvicted, payloadFormat, payloadPreview } =
      this.node().row;
    if (!isTopic) return '';
    if (payloadEvicted) return 'value let go';
    if (payloadBytes === 0) return '0 bytes';
    if (payloadFormat === 'binary') return `${size(payloadBytes ?? 0)}, binary`;
    // One line: a row has no other, and a preview may have many.
    return (payloadPreview ?? '').replace(/\s+/g, ' ').slice(0, 200);
  });
  /** Which of the two animations runs; none for a row that is drawn long after its last message. */
  protected readonly flash = computed(() => {
    const { changedAt, changes } = this.node();
    return Date.now() - changedAt < FLASH_MS ? changes % 2 : undefined;
  });
}
