import {
  computed,
  DestroyRef,
  effect,
  inject,
  linkedSignal,
  resource,
  Service,
  signal,
} from '@angular/core';
import type { TopicMessageEvent } from '#contract';
import { Api } from '../api/api';
import { getTopic } from '../api/functions';
import type { TopicDetail } from '../api/models';
import { LiveEvents } from '../live/live-events';
import { PageVisibility } from '../live/page-visibility';
import { failureOf } from '../ui/failure';
import { TopicLive } from './topic-live';

const EVERY_MS = 2_000;
/** A payload this large is asked for less often. */
const LARGE_BYTES = 65_536;
const LARGE_EVERY = 5;
/** A value the stream does not carry whole is asked for, at most this often. */
const WHOLE_EVERY_MS = 1_000;

/** The topic in the address with its value, as live as the stream has it. */
@Service({ autoProvided: false })
export class OpenTopic {
  readonly #api = inject(Api);
  readonly #events = inject(LiveEvents);
  readonly #live = inject(TopicLive);
  readonly #visible = inject(PageVisibility).visible;
  readonly #watch = this.#events.watch();

  readonly id = signal<string | undefined>(undefined);
  readonly #answer = resource({
    params: () => {
      const id = this.id();
      return id === undefined ? undefined : { id, openings: this.#events.openings() };
    },
    loader: ({ params: { id } }) => this.#api.invoke(getTopic, { id }),
  });
  /** What is known of it: the newer of the last answer and the last message. */
  readonly #detail = linkedSignal<
    { id: string | undefined; answer: TopicDetail | undefined },
    TopicDetail | undefined
  >({
    source: () => ({
      id: this.id(),
      answer: this.#answer.hasValue() ? this.#answer.value() : undefined,
    }),
    computation: ({ id, answer }, previous) => {
      const before = previous?.value;
      const known = before?.id === id ? before : undefined;
      return answer !== undefined && answer.id === id ? newer(known, answer) : known;
    },
  });
  readonly detail = this.#detail.asReadonly();
  readonly failure = computed(() => {
    const error = this.#answer.error();
    return error === undefined ? undefined : failureOf(error);
  });
  readonly #topic = computed(() => this.detail()?.topic);
  #turn = 0;
  #whole: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const release = this.#events.on('topic_message', (event) => this.#hear(event));
    const timer = setInterval(() => this.#again(), EVERY_MS);
    effect(() => {
      const topic = this.#topic();
      this.#watch.set(topic === undefined || this.#live.paused() ? [] : [topic]);
    });
    inject(DestroyRef).onDestroy(() => {
      release();
      clearInterval(timer);
      clearTimeout(this.#whole);
      this.#watch.release();
    });
  }

  refresh(): void {
    this.#answer.reload();
  }

  #again(): void {
    const detail = this.detail();
    if (detail === undefined || this.#live.paused() || !this.#visible()) return;
    this.#turn += 1;
    const large = (detail.payloadBytes ?? 0) > LARGE_BYTES;
    if (!large || this.#turn % LARGE_EVERY === 0) this.refresh();
  }

  #hear(event: TopicMessageEvent): void {
    if (event.topic !== this.#topic() || this.#live.paused()) return;
    if (event.truncated || event.payloadFormat === 'binary') {
      this.#whole ??= setTimeout(() => {
        this.#whole = undefined;
        this.refresh();
      }, WHOLE_EVERY_MS);
      return;
    }
    this.#detail.update((detail) => detail && withMessage(detail, event));
  }
}

/** The topic after a message that the stream carried whole. */
function withMessage(detail: TopicDetail, event: TopicMessageEvent): TopicDetail {
  return {
    ...detail,
    isTopic: true,
    messages: detail.messages + event.coalesced,
    lastSeenAt: event.observedAt,
    qos: event.qos,
    retained: event.retained,
    payloadBytes: event.payloadBytes,
    payloadFormat: event.payloadFormat,
    payloadEvicted: false,
    payload: { encoding: 'utf8', data: event.payloadPreview, truncated: false },
  };
}

/** An answer may have left the server before the last message did: the value then stays, the counts do not. */
function newer(known: TopicDetail | undefined, answer: TopicDetail): TopicDetail {
  if (known?.lastSeenAt === undefined || answer.lastSeenAt === undefined) return answer;
  if (Date.parse(answer.lastSeenAt) >= Date.parse(known.lastSeenAt)) return answer;
  return { ...known, rate: answer.rate, topicsBelow: answer.topicsBelow };
}
