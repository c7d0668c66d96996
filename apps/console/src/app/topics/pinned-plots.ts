import { computed, DestroyRef, effect, inject, Service, signal, untracked } from '@angular/core';
import type { TopicMessageEvent } from '#contract';
import { numberAt } from '#domain/payload';
import { sparkplugTopic } from '#domain/sparkplug';
import { Api } from '../api/api';
import { getTopic, getTopicSeries, lookUpTopics } from '../api/functions';
import type { Gap, TopicRow } from '../api/models';
import { LiveEvents } from '../live/live-events';
import { PageVisibility } from '../live/page-visibility';
import { type Failure, failureOf } from '../ui/failure';
import { type FieldPoints, NO_POINTS, withPoint, withSeries } from './field-points';
import { MessageFrames } from './message-frames';
import { Pause } from './pause';
import { type Pin, pinText } from './pins';

/** The stream carries four messages a second of each topic; the server holds all. */
const EVERY_MS = 10_000;
/** A value that the stream does not carry whole is asked for. */
const UNHEARD_EVERY_MS = 2_000;

/** What is known of a pinned topic. */
interface PinnedTopic {
  readonly topic: string;
  readonly gaps: readonly Gap[];
  /** Whether messages before the first that is held are no longer held. */
  readonly forgotten: boolean;
}

/** The numbers that are plotted: read from the history, then followed on the stream. */
@Service({ autoProvided: false })
export class PinnedPlots {
  readonly #api = inject(Api);
  readonly #events = inject(LiveEvents);
  readonly #paused = inject(Pause).paused;
  readonly #visible = inject(PageVisibility).visible;
  readonly #watch = this.#events.watch();

  readonly pins = signal<readonly Pin[]>([]);
  readonly #topics = signal<ReadonlyMap<string, PinnedTopic>>(new Map());
  readonly #failures = signal<ReadonlyMap<string, Failure>>(new Map());
  readonly #points = signal<ReadonlyMap<string, FieldPoints>>(new Map());
  readonly #ids = computed(() => [...new Set(this.pins().map(({ id }) => id))]);
  #opening = 0;
  /** Topics with a value that the stream did not carry whole. */
  readonly #unheard = new Set<string>();
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const release = inject(MessageFrames).on((frame) => {
      if (!this.#paused()) for (const id of this.#ids()) this.#hear(id, frame.get(this.#name(id)));
    });
    const timer = setInterval(() => void this.#askAll(), EVERY_MS);
    effect(() => {
      this.pins();
      this.#events.openings();
      if (!this.#paused()) untracked(() => void this.#askAll());
    });
    effect(() => {
      const topics = this.#ids().map((id) => this.#name(id));
      this.#watch.set(this.#paused() ? [] : topics.filter((topic) => topic !== ''));
    });
    inject(DestroyRef).onDestroy(() => {
      release();
      clearInterval(timer);
      clearTimeout(this.#soon);
      this.#watch.release();
    });
  }

  topic(id: string): PinnedTopic | undefined {
    return this.#topics().get(id);
  }

  failure(id: string): Failure | undefined {
    return this.#failures().get(id);
  }

  /** `undefined` until it was read. */
  points(pin: Pin): FieldPoints | undefined {
    return this.#points().get(pinText(pin));
  }

  async ask(id: string): Promise<void> {
    const field = this.pins().flatMap((pin) => (pin.id === id ? [pin.field] : []));
    try {
      const [row, { series, gaps }] = await Promise.all([
        this.#row(id),
        this.#api.invoke(getTopicSeries, { id, field }),
      ]);
      const { topic, messages, held = 0 } = row;
      this.#topics.update((topics) =>
        new Map(topics).set(id, { topic, gaps, forgotten: held < messages }),
      );
      this.#points.update((all) => {
        const points = new Map(all);
        for (const { field, points: told } of series) {
          const text = pinText({ id, field });
          points.set(text, withSeries(points.get(text) ?? NO_POINTS, told));
        }
        return points;
      });
      this.#fail(id, undefined);
    } catch (error) {
      // The server does not answer, or the topic has gone: what is drawn stays.
      this.#fail(id, failureOf(error));
    }
  }

  /** By its name once that is known: by its id it comes with its last value whole. */
  async #row(id: string): Promise<TopicRow> {
    const known = this.topic(id)?.topic;
    if (known === undefined) return this.#api.invoke(getTopic, { id });
    const { topics } = await this.#api.invoke(lookUpTopics, { body: { topics: [known] } });
    return topics[0] ?? this.#api.invoke(getTopic, { id });
  }

  async #askAll(): Promise<void> {
    if (this.#paused() || !this.#visible()) return;
    // After a time without a stream nobody knows what was missed but the server.
    if (this.#events.openings() !== this.#opening) this.#points.set(new Map());
    this.#opening = this.#events.openings();
    await Promise.all(this.#ids().map((id) => this.ask(id)));
  }

  #askUnheard(): void {
    this.#soon = undefined;
    for (const id of this.#unheard) void this.ask(id);
    this.#unheard.clear();
  }

  #fail(id: string, failure: Failure | undefined): void {
    if (failure === this.#failures().get(id)) return;
    this.#failures.update((failures) => {
      const rest = [...failures].filter(([other]) => other !== id);
      return new Map(failure === undefined ? rest : [...rest, [id, failure]]);
    });
  }

  #name(id: string): string {
    return this.topic(id)?.topic ?? '';
  }

  #hear(id: string, event: TopicMessageEvent | undefined): void {
    if (event === undefined) return;
    const isSparkplug = (sparkplugTopic(event.topic)?.kind ?? 'host') !== 'host';
    if (event.truncated || event.payloadFormat === 'binary' || isSparkplug) {
      this.#unheard.add(id);
      this.#soon ??= setTimeout(() => this.#askUnheard(), UNHEARD_EVERY_MS);
      return;
    }
    const bytes = new TextEncoder().encode(event.payloadPreview);
    const at = Date.parse(event.observedAt);
    this.#points.update((all) => {
      const points = new Map(all);
      for (const pin of this.pins().filter((pin) => pin.id === id)) {
        const value = numberAt(bytes, pin.field);
        const known = points.get(pinText(pin));
        if (value !== undefined && known !== undefined)
          points.set(pinText(pin), withPoint(known, at, value));
      }
      return points;
    });
  }
}
