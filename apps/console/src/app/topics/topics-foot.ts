import { Component, computed, inject } from '@angular/core';
import { KEPT_GAPS } from '#contract';
import { MatTooltip } from '@angular/material/tooltip';
import type { Gap } from '../api/models';
import { LiveEvents } from '../live/live-events';
import { StatusStore } from '../status/status-store';
import { Clock } from '../ui/clock';
import { count, counted, exactly, sizeOf } from '../ui/formats';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icons';
import { gapWords } from './history-list';
import { Pause } from './pause';

interface State {
  readonly icon: IconName;
  readonly colour: 'ok' | 'warning';
  readonly words: string;
}

/** Whether the page is live, how full the memory is, and what may be missing. */
@Component({
  selector: 'mcm-topics-foot',
  imports: [Icon, MatTooltip],
  template: `
    <span class="state" role="status">
      <mcm-icon class="small" [class]="state().colour" [name]="state().icon" />
      <span>{{ state().words }}</span>
    </span>
    @if (observer(); as observer) {
      <button
        type="button"
        class="t3"
        #memory="matTooltip"
        [matTooltip]="memoryWords()"
        (click)="memory.show()"
      >
        {{ format.sizeOf(observer.memoryUsed, observer.memoryBudget) }} ·
        {{ format.counted(observer.evictedTopics, 'topic') }} let go
      </button>
    }
    @if (missed(); as missed) {
      <button
        type="button"
        class="warning"
        #why="matTooltip"
        [matTooltip]="missed.why"
        (click)="why.show()"
      >
        <mcm-icon class="small" name="warning" />{{ missed.words }}
      </button>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 2px 8px;
      padding: 8px 14px;
      border-top: 1px solid var(--mcm-line);
      font: var(--mcm-caption);
    }
    .state,
    button {
      display: inline-flex;
      align-items: center;
      gap: 6px;
    }
    button {
      margin: 0;
      padding: 0;
      border: 0;
      background: none;
      font: inherit;
      cursor: help;
    }
  `,
})
export class TopicsFoot {
  readonly #pause = inject(Pause);
  readonly #stream = inject(LiveEvents);
  readonly #now = inject(Clock).now;
  readonly #status = inject(StatusStore).latest;
  protected readonly observer = computed(() => this.#status()?.observer);
  protected readonly format = { counted, sizeOf };

  protected readonly state = computed((): State => {
    if (this.#pause.paused()) {
      const since = counted(this.#pause.messages(), 'message');
      return { icon: 'pause', colour: 'warning', words: `Paused: ${since} since` };
    }
    return this.#stream.isOpen()
      ? { icon: 'ok', colour: 'ok', words: 'Live' }
      : { icon: 'offline', colour: 'warning', words: 'Lost' };
  });

  protected readonly memoryWords = computed(() => {
    const observer = this.observer();
    if (observer === undefined) return '';
    const { evictedHistory, evictedPayloads, evictedTopics } = observer;
    return [
      'Memory for topics and their messages (observe.memory_budget). When it is full, what was silent longest goes first. Let go so far:',
      `${counted(evictedHistory, 'earlier message')}, ${counted(evictedPayloads, 'last value')}, ${counted(evictedTopics, 'topic')}.`,
    ].join('\n');
  });

  protected readonly missed = computed(() => {
    const status = this.#status();
    if (status === undefined) return undefined;
    const { missedUpTo, gaps: all } = status.observer;
    const gaps = beginsAtFirst(all) ? all.slice(1) : all;
    const gap = gaps.at(-1);
    if (missedUpTo === 0 && gap === undefined) return undefined;
    const words =
      missedUpTo > 0 ? `up to ${count(missedUpTo)} missed` : counted(gaps.length, 'gap');
    if (gap === undefined) return { words, why: 'The broker dropped messages.' };
    const { text, more } = gapWords(gap, this.#now());
    return { words, why: `Last: ${exactly(gap.from)}. ${text}. ${more}` };
  });
}

/** Before MCM was first connected there was nothing that it should have seen. */
function beginsAtFirst(gaps: readonly Gap[]): boolean {
  return gaps[0]?.reason === 'absent' && gaps.length < KEPT_GAPS;
}
