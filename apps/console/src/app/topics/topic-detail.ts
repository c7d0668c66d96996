import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { WhoMayUse } from '../explain/who-may-use';
import { TopicVerdicts } from '../schemas/topic-verdicts';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import type { Plotting } from './code-lines';
import { DifferencePanel } from './difference-panel';
import { HistoryPanel } from './history-panel';
import { MessageStrip } from './message-strip';
import { OpenTopic } from './open-topic';
import { PayloadView } from './payload-view';
import { MOST_PINS, togglePin } from './pins';
import { PlotsPanel } from './plots-panel';
import { hasProperties, PropertiesPanel } from './properties-panel';
import { TopicHead } from './topic-head';
import { TopicHistoryStore } from './topic-history';
import type { TopicsChange, TopicsView } from './topics-view';

/** One topic: where it is, how it moves, one of its messages, what that changed, and what came before. */
@Component({
  selector: 'mcm-topic-detail',
  imports: [
    DifferencePanel,
    Empty,
    Failed,
    HistoryPanel,
    Icon,
    MessageStrip,
    Note,
    PayloadView,
    PlotsPanel,
    PropertiesPanel,
    RouterLink,
    TopicHead,
    TopicVerdicts,
    WhoMayUse,
  ],
  templateUrl: './topic-detail.html',
  styleUrl: './topic-detail.scss',
})
export class TopicDetailView {
  protected readonly topic = inject(OpenTopic);
  readonly #history = inject(TopicHistoryStore);
  readonly view = input.required<TopicsView>();
  readonly changed = output<TopicsChange>();
  protected readonly format = { counted };
  protected readonly hasProperties = hasProperties;

  /** The number of the message that is shown, or that was asked for. */
  protected readonly shown = computed(() => this.view().number ?? this.topic.message()?.number);
  protected readonly plotting = computed((): Plotting => {
    const { pins } = this.view();
    const own = pins.filter(({ id }) => id === this.topic.id());
    return {
      fields: new Set(own.map(({ field }) => field)),
      ...(pins.length >= MOST_PINS && {
        full: `${MOST_PINS} plots are the most; take one away first`,
      }),
    };
  });
  protected readonly warning = computed(() => {
    const failure = this.topic.failure();
    if (this.topic.gone())
      return {
        what: 'MCM has let this topic go.',
        more: 'What you see is the last that was known of it.',
      };
    // A single message that is no longer held is said where it would stand.
    if (failure === undefined || (failure.status === 404 && this.topic.outdated()))
      return undefined;
    return { what: `${failure.title}.`, more: `What you see is from before. ${failure.detail}` };
  });

  /** The latest is followed; any other message stays. */
  protected show(number: number): void {
    const isLatest = number === this.topic.facts()?.messages && this.#history.following();
    this.changed.emit({ number: isLatest ? null : number });
  }

  protected plot(id: string, field: string): void {
    const plot = togglePin(this.view().pins, { id, field });
    this.changed.emit({ plot: plot.length === 0 ? null : plot });
  }
}
