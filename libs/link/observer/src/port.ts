import type { MessagePort } from 'node:worker_threads';
import type { LiveClients } from '#domain/session';
import type { HistoryQuery, TopicHistory, TrafficCounters } from '#domain/traffic';
import type { FeedName } from './feeds.js';
import type {
  BrokerTarget,
  BusyTopic,
  ChildrenQuery,
  ConnectionState,
  FoundTopicPage,
  Gap,
  LogEntry,
  NamesQuery,
  ObservedMessage,
  ObservedTopic,
  ObservedTopicPage,
  SysFigure,
  TopicMessage,
  TopicNamesPage,
  TopicSearch,
  TrafficPoint,
} from './snapshot.js';

/** What the thread is started with. */
export interface WorkerSettings {
  readonly broker: BrokerTarget;
  readonly clientId?: string;
  readonly qos: 0 | 1 | 2;
  /** Bytes. */
  readonly memoryBudget: number;
  /** Messages held of each topic at most. */
  readonly history: number;
}

/** What the thread can be asked, and what it answers: nothing where there is no such thing. */
export interface Answers {
  children: { query: ChildrenQuery; answer: ObservedTopicPage | undefined };
  search: { query: TopicSearch; answer: FoundTopicPage };
  names: { query: NamesQuery; answer: TopicNamesPage };
  /** Topics by name; those that are not held are left out. */
  lookup: { query: readonly string[]; answer: readonly ObservedTopic[] };
  /** A topic with its last message, or the one of that number. */
  message: { query: { id: string; number?: number }; answer: ObservedMessage | undefined };
  history: { query: HistoryQuery; answer: TopicHistory | undefined };
  clients: { query: undefined; answer: LiveClients };
}

export type Question = {
  [About in keyof Answers]: { readonly about: About; readonly query: Answers[About]['query'] };
}[keyof Answers];

export type Answer = Answers[keyof Answers]['answer'];

export type ToWorker =
  | { readonly kind: 'watch'; readonly filters: readonly string[]; readonly maxPerSecond: number }
  /** Hands messages to topics that a filter selects on through the port; without a port, no more. */
  | {
      readonly kind: 'feed';
      readonly name: FeedName;
      readonly filters: readonly string[];
      readonly port?: MessagePort;
    }
  | { readonly kind: 'ask'; readonly number: number; readonly question: Question }
  /** Nobody waits for the answer to that question any more. */
  | { readonly kind: 'forget'; readonly number: number }
  /** The last tick was handled: the thread may send the next. Until then it gathers. */
  | { readonly kind: 'tick-taken' }
  | { readonly kind: 'stop' };

export interface WorkerTick {
  readonly kind: 'tick';
  readonly at: number;
  readonly connection: ConnectionState;
  readonly counters: TrafficCounters;
  readonly rates: { readonly messages: number; readonly payloadBytes: number };
  readonly lastMessageAt?: number;
  /** Intervals that ended since the tick before. */
  readonly points: readonly TrafficPoint[];
  /** Only when they were looked at again. */
  readonly busiest?: readonly BusyTopic[];
  /** All of them, when any changed. */
  readonly sys?: { readonly observedAt: number; readonly figures: readonly SysFigure[] };
  readonly logs: readonly LogEntry[];
  /** Gaps that began or ended since the tick before; one that ended replaces the one that began with it. */
  readonly gaps: readonly Gap[];
  readonly missedUpTo: number;
  /** How many milliseconds after its time this tick came. */
  readonly lateMs: number;
  readonly changes: readonly TopicMessage[];
}

export type FromWorker =
  | WorkerTick
  | { readonly kind: 'answer'; readonly number: number; readonly answer: Answer }
  | { readonly kind: 'no-answer'; readonly number: number; readonly reason: string };
