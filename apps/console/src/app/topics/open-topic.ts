import {
  computed,
  DestroyRef,
  effect,
  inject,
  linkedSignal,
  resource,
  Service,
  signal,
  untracked,
} from '@angular/core';
import { Api } from '../api/api';
import { getTopic, lookUpTopics } from '../api/functions';
import type { TopicDetail, TopicMessage, TopicRow } from '../api/models';
import { LiveEvents } from '../live/live-events';
import { PageVisibility } from '../live/page-visibility';
import { type Failure, failureOf } from '../ui/failure';
import { MessageFrames } from './message-frames';
import { Pause } from './pause';

const FACTS_EVERY_MS = 2_000;
/** How often a value is asked for at most; a large one costs the plant's network more. */
const VALUE_EVERY_MS = 500;
const LARGE_VALUE_EVERY_MS = 4_000;
const LARGE_BYTES = 65_536;

/** Which message of which topic is asked for. */
interface Question {
  readonly id: string;
  readonly number: number | undefined;
}

/** The topic in the address, with the message that is shown: the latest, or the one of that number. */
@Service({ autoProvided: false })
export class OpenTopic {
  readonly #api = inject(Api);
  readonly #events = inject(LiveEvents);
  readonly #paused = inject(Pause).paused;
  readonly #visible = inject(PageVisibility).visible;
  readonly #watch = this.#events.watch();

  readonly id = signal<string | undefined>(undefined);
  /** Absent for the latest. */
  readonly number = signal<number | undefined>(undefined);
  readonly #question = computed((): Question | undefined => {
    const id = this.id();
    return id === undefined ? undefined : { id, number: this.number() };
  });
  readonly #answer = resource({
    params: () => {
      const question = this.#question();
      return question && { ...question, openings: this.#events.openings() };
    },
    loader: async ({ params: { id, number } }) => ({
      question: { id, number },
      // Other forms are read here; of Sparkplug the server knows the births. Where it is none, that costs a byte.
      detail: await this.#api.invoke(getTopic, {
        id,
        decode: 'sparkplug',
        ...(number !== undefined && { number }),
      }),
    }),
  });
  /** The last answer; it stays while another message of the same topic is on its way. */
  readonly #detail = linkedSignal<TopicDetail | undefined, TopicDetail | undefined>({
    source: () => (this.#answer.hasValue() ? this.#answer.value().detail : undefined),
    computation: (answer, previous) => {
      const known = answer ?? previous?.value;
      return known?.id === this.id() ? known : undefined;
    },
  });
  /** What is known of the topic itself, a little newer than the message at times. */
  readonly #facts = linkedSignal<TopicDetail | undefined, TopicRow | undefined>({
    source: this.#detail,
    computation: (detail) => detail,
  });
  readonly facts = this.#facts.asReadonly();
  readonly message = computed((): TopicMessage | undefined => this.#detail()?.message);
  /** Whether the message shown is not yet the one that was asked for. */
  readonly outdated = computed(() => {
    const number = this.number();
    return number !== undefined && this.message()?.number !== number;
  });
  /** Whether it has been let go since it was last told. */
  readonly gone = signal(false);
  /** Why the topic itself could not be asked for last. */
  readonly #unanswered = signal<Failure | undefined>(undefined);
  readonly failure = computed(() => {
    const error = this.#answer.error();
    return error === undefined ? this.#unanswered() : failureOf(error);
  });
  readonly topic = computed(() => this.#facts()?.topic);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #askedAt = 0;

  constructor() {
    const release = inject(MessageFrames).on((frame) => {
      const topic = this.topic();
      if (topic !== undefined && frame.has(topic)) this.#changed();
    });
    const timer = setInterval(() => void this.#askFacts(), FACTS_EVERY_MS);
    effect(() => {
      const topic = this.topic();
      this.#watch.set(topic === undefined || this.#paused() ? [] : [topic]);
    });
    effect(() => {
      this.#question();
      untracked(() => this.gone.set(false));
    });
    effect(() => {
      if (!this.#paused()) untracked(() => void this.#askFacts());
    });
    inject(DestroyRef).onDestroy(() => {
      release();
      clearInterval(timer);
      clearTimeout(this.#timer);
      this.#watch.release();
    });
  }

  refresh(): void {
    this.#answer.reload();
  }

  /** A message has come: it is asked for whole, soon, unless another one is looked at. */
  #changed(): void {
    if (this.#paused() || this.number() !== undefined) return;
    const large = (this.message()?.payloadBytes ?? 0) > LARGE_BYTES;
    const due = this.#askedAt + (large ? LARGE_VALUE_EVERY_MS : VALUE_EVERY_MS);
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        this.#askedAt = Date.now();
        if (!this.#paused() && this.number() === undefined) this.refresh();
      },
      Math.max(0, due - Date.now()),
    );
  }

  async #askFacts(): Promise<void> {
    const before = this.facts();
    if (before === undefined || this.#paused() || !this.#visible()) return;
    const row = await this.#lookUp(before.topic);
    if (row === undefined || this.facts()?.id !== before.id || this.#paused()) return;
    this.gone.set(row === 'gone');
    if (row === 'gone') return;
    this.#facts.set(row);
    if (row.messages !== this.#detail()?.messages) this.#changed();
  }

  async #lookUp(topic: string): Promise<TopicRow | 'gone' | undefined> {
    try {
      const { topics } = await this.#api.invoke(lookUpTopics, { body: { topics: [topic] } });
      this.#unanswered.set(undefined);
      return topics[0] ?? 'gone';
    } catch (error) {
      // The server does not answer: what was known stays, and it is said that it is from before.
      this.#unanswered.set(failureOf(error));
      return undefined;
    }
  }
}
