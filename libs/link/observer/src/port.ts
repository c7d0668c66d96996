import type { TrafficCounters } from '#domain/traffic';
import type {
  BrokerTarget,
  BusyTopic,
  ChildrenQuery,
  ConnectionState,
  LogEntry,
  ObservedTopicDetail,
  ObservedTopicPage,
  SysFigure,
  TopicMessage,
  TrafficPoint,
} from './snapshot.js';

/** What the thread is started with. */
export interface WorkerSettings {
  readonly broker: BrokerTarget;
  readonly clientId?: string;
  readonly qos: 0 | 1 | 2;
  /** Bytes. */
  readonly memoryBudget: number;
}

export type Question =
  | { readonly about: 'children'; readonly query: ChildrenQuery }
  | { readonly about: 'topic'; readonly id: string };

export type Answer = ObservedTopicPage | ObservedTopicDetail | undefined;

export type ToWorker =
  | { readonly kind: 'watch'; readonly filters: readonly string[]; readonly maxPerSecond: number }
  | { readonly kind: 'ask'; readonly number: number; readonly question: Question }
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
  readonly changes: readonly TopicMessage[];
}

export type FromWorker =
  | WorkerTick
  | { readonly kind: 'answer'; readonly number: number; readonly answer: Answer }
  | { readonly kind: 'no-answer'; readonly number: number; readonly reason: string };
