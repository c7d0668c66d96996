import { Component, computed, inject, input } from '@angular/core';
import type { Gap } from '../api/models';
import { Clock } from '../ui/clock';
import type { Failure } from '../ui/failure';
import { Icon } from '../ui/icon';
import { gapWords } from './history-list';

/** Between the messages of a history: a time of which too little is known, or older ones on their way. */
@Component({
  selector: 'mcm-history-note',
  imports: [Icon],
  template: `
    @if (words(); as words) {
      <mcm-icon class="small warning" name="warning" />
      <span class="text" [title]="words.text + '. ' + words.more">{{ words.text }}</span>
    } @else if (failure(); as failure) {
      <mcm-icon class="small fault" name="fault" />
      <span class="text">{{ failure.title }}. <b>Try again</b></span>
    } @else {
      <span class="skeleton"></span>
      <span class="cdk-visually-hidden">Loading older messages</span>
    }
  `,
  styles: `
    :host {
      display: flex;
      gap: 10px;
      align-items: center;
      padding: 0 12px;
      border-bottom: 1px solid var(--mcm-line);
      background: var(--mcm-sunken);
      color: var(--mcm-text-2);
      font: var(--mcm-caption);
    }
    .text {
      display: -webkit-box;
      overflow: hidden;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 1;
    }
    b {
      color: var(--mcm-accent);
      font-weight: 500;
      cursor: pointer;
    }
    .skeleton {
      width: 40%;
    }
    @media (max-width: 799px) {
      .text {
        -webkit-line-clamp: 2;
      }
    }
  `,
})
export class HistoryNote {
  /** Absent for older messages. */
  readonly gap = input<Gap>();
  readonly failure = input<Failure>();
  readonly #now = inject(Clock).now;
  protected readonly words = computed(() => {
    const gap = this.gap();
    return gap && gapWords(gap, this.#now());
  });
}
