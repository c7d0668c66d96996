import { Component, computed, inject, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { payloadDifference } from '#domain/payload';
import type { TopicMessage } from '../api/models';
import { between, exactly, size } from '../ui/formats';
import { Icon } from '../ui/icon';
import { type DifferenceView, differenceView } from './difference-lines';
import { jsonLines } from './json-text';
import { MessageBefore, type MessagePair } from './message-before';
import { payloadBytes } from './payload-text';
import { sparkplugValues } from './sparkplug-lines';
import { TopicHistoryStore } from './topic-history';
import { trendWords } from './trend';

/** Together larger than this, two payloads are compared when somebody asks: it takes a noticeable time. */
const UNASKED_BYTES = 524_288;
/** JSON larger than this is not laid out again to say on which line a change is. */
const PLACED_BYTES = 65_536;

/** What a message changed from the one before it. */
@Component({
  selector: 'mcm-difference-panel',
  imports: [Icon, MatButton],
  templateUrl: './difference-panel.html',
  styleUrl: './difference-panel.scss',
})
export class DifferencePanel {
  readonly #before = inject(MessageBefore);
  readonly #history = inject(TopicHistoryStore);
  protected readonly pair = this.#before.pair;
  protected readonly failure = this.#before.failure;
  protected readonly format = { size };

  protected readonly both = computed(() => {
    const pair = this.pair();
    return pair?.kind === 'both' ? pair : undefined;
  });
  protected readonly earlier = computed(() => {
    const both = this.both();
    if (both === undefined) return undefined;
    const ms = Date.parse(both.message.observedAt) - Date.parse(both.before.observedAt);
    return { words: `${between(ms)} earlier`, exact: exactly(both.before.observedAt) };
  });
  /** Asked for once for these two. */
  protected readonly asked = linkedSignal<MessagePair | undefined, boolean>({
    source: this.pair,
    computation: () => false,
  });
  protected readonly isLarge = computed(() => {
    const both = this.both();
    return (
      both !== undefined && both.message.payloadBytes + both.before.payloadBytes > UNASKED_BYTES
    );
  });
  protected readonly view = computed((): DifferenceView | undefined => {
    const both = this.both();
    if (both === undefined || (this.isLarge() && !this.asked())) return undefined;
    return compared(both.before, both.message);
  });

  /** Which way it goes, where one number has changed. */
  protected readonly trend = computed(() => {
    const [view, number] = [this.view(), this.both()?.message.number];
    const field = view?.only;
    if (field === undefined || number === undefined) return undefined;
    const messages = this.#history.list()?.messages ?? [];
    return trendWords(
      field,
      messages.filter((message) => message.number <= number),
    );
  });

  protected retry(): void {
    this.#before.retry();
  }
}

function compared(before: TopicMessage, after: TopicMessage): DifferenceView | undefined {
  if (before.payload === undefined || after.payload === undefined) return undefined;
  const metrics = comparedMetrics(before, after);
  if (metrics !== undefined) return metrics;
  const difference = payloadDifference(payloadBytes(before.payload), payloadBytes(after.payload));
  const isPlaced = after.payloadFormat === 'json' && after.payloadBytes <= PLACED_BYTES;
  return differenceView(difference, isPlaced ? jsonLines(after.payload.data) : []);
}

/** Of two Sparkplug messages: data have only what changed, so what they leave out is not gone. */
function comparedMetrics(before: TopicMessage, after: TopicMessage): DifferenceView | undefined {
  const [was, is] = [before.decoded?.sparkplug, after.decoded?.sparkplug];
  if (was === undefined || is === undefined || after.likely !== 'sparkplug') return undefined;
  const values = sparkplugValues(is);
  const earlier = Object.entries(sparkplugValues(was)).filter(([name]) => name in values);
  const bytes = (value: object) => new TextEncoder().encode(JSON.stringify(value));
  return differenceView(payloadDifference(bytes(Object.fromEntries(earlier)), bytes(values)));
}
