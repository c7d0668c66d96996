import type { MessagePort } from 'node:worker_threads';
import type {
  BornMetrics,
  DataType,
  HostApplication,
  Integer,
  Json,
  NodeEvent,
  NodeState,
  StateChange,
  StateCounts,
} from '#domain/sparkplug';
import type { FeedBatch } from '#link/observer';

/** Nodes of one group. */
export interface SparkplugGroup {
  readonly group: string;
  readonly nodes: number;
  readonly online: number;
  readonly offline: number;
  readonly unknown: number;
  readonly devices: number;
}

/** What births, deaths and data tell of a node or device. Times are in ms since the epoch. */
export interface SparkplugLife {
  readonly id: string;
  readonly state: NodeState;
  /** Since when. */
  readonly since: number;
  readonly births: number;
  readonly deaths: number;
  readonly lastBirthAt?: number;
  readonly lastDeathAt?: number;
  readonly lastDataAt?: number;
  /** How many. */
  readonly metrics: number;
}

export interface SparkplugNode extends SparkplugLife {
  readonly group: string;
  readonly node: string;
  readonly seq: { readonly last?: number; readonly gaps: number; readonly lastGapAt?: number };
  readonly bdSeq: { readonly birth?: Integer; readonly mismatches: number };
  readonly lateBirths: number;
  readonly unknownAliases: number;
  readonly rebirthStorm: boolean;
  /** How many. */
  readonly devices: number;
  readonly faults: number;
}

export interface SparkplugDevice extends SparkplugLife {
  readonly device: string;
}

export interface SparkplugNodeDetail {
  readonly node: SparkplugNode;
  readonly devices: readonly SparkplugDevice[];
  /** What happened last, the latest last. */
  readonly timeline: readonly NodeEvent[];
}

export interface SparkplugNodeState {
  readonly id: string;
  readonly group: string;
  readonly node: string;
  readonly state: NodeState;
  readonly since: number;
}

export interface SparkplugNodePast {
  readonly group: string;
  readonly node: string;
  /** What happened last, the latest last. */
  readonly timeline: readonly NodeEvent[];
}

export interface SparkplugMetric {
  readonly name: string;
  readonly alias?: Integer;
  readonly type: DataType;
  readonly value: Json;
  /** Too large to be held. */
  readonly omitted: boolean;
  readonly quality?: number;
  readonly isNull: boolean;
  readonly isHistorical: boolean;
  readonly isTransient: boolean;
  /** By the node's clock. */
  readonly timestamp?: Integer;
  readonly at: number;
  readonly properties?: Readonly<Record<string, Json>>;
  /** Where the value came. */
  readonly topic: string;
}

export interface NodesQuery {
  readonly group?: string;
  /** Part of group or node, in either case. */
  readonly search?: string;
  readonly state?: NodeState;
  readonly limit: number;
  readonly cursor?: string;
}

export interface NodesPage {
  readonly nodes: readonly SparkplugNode[];
  readonly nextCursor?: string;
}

export interface MetricsQuery {
  readonly id: string;
  /** Without it, those of the node itself. */
  readonly device?: string;
  /** Part of the name, in either case. */
  readonly search?: string;
  readonly limit: number;
  readonly cursor?: string;
}

export interface MetricsPage {
  readonly metrics: readonly SparkplugMetric[];
  readonly nextCursor?: string;
}

/** What the thread can be asked, and what it answers: nothing where there is no such thing. */
export interface Answers {
  groups: { query: undefined; answer: readonly SparkplugGroup[] };
  nodes: { query: NodesQuery; answer: NodesPage };
  node: { query: string; answer: SparkplugNodeDetail | undefined };
  metrics: { query: MetricsQuery; answer: MetricsPage | undefined };
  hosts: { query: undefined; answer: readonly HostApplication[] };
  states: { query: undefined; answer: readonly SparkplugNodeState[] };
  /** Long: asked for now and then, while states are asked for every few seconds. */
  timelines: { query: undefined; answer: readonly SparkplugNodePast[] };
  /** Of the topic of a node or device. */
  birth: { query: string; answer: BornMetrics };
}

export type Question = {
  [About in keyof Answers]: { readonly about: About; readonly query: Answers[About]['query'] };
}[keyof Answers];

export type Answer = Answers[keyof Answers]['answer'];

export type ToWorker =
  /** `first` came while there was no thread. */
  | { readonly kind: 'feed'; readonly port: MessagePort; readonly first?: FeedBatch }
  | { readonly kind: 'interrupted'; readonly at: number }
  | { readonly kind: 'ask'; readonly number: number; readonly question: Question }
  /** The last tick was handled: the thread may send the next. Until then it gathers. */
  | { readonly kind: 'tick-taken' };

export interface SparkplugTick {
  readonly kind: 'tick';
  readonly counts: StateCounts;
  readonly changes: readonly StateChange[];
}

export type FromWorker =
  | SparkplugTick
  | { readonly kind: 'answer'; readonly number: number; readonly answer: Answer }
  | { readonly kind: 'no-answer'; readonly number: number; readonly reason: string };
