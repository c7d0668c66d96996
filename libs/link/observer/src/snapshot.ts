import type {
  ChildrenQuery as TableQuery,
  HeldMessage,
  TopicRow,
  TopicSearch as TableSearch,
  TrafficCounters,
} from '#domain/traffic';
import type { BrokerConnection, LogSeverity, PayloadFormat } from '#contract';

/** Where the broker is and how to log in. TLS texts are PEM. */
export interface BrokerTarget {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  /** Where the configuration names the two, if not below `mosquitto`: for sentences about a log-in. */
  readonly account?: string;
  readonly tls?: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly insecureSkipVerify: boolean;
  };
}

export interface ConnectionState {
  /** `connected`: the broker granted the subscription to `#`. */
  readonly status: BrokerConnection;
  /** Since when it is so, in ms since the epoch. */
  readonly since: number;
  /** 5 for MQTT 5.0, 4 for 3.1.1; while connected. */
  readonly protocolVersion?: 4 | 5;
  /** How often a connection was lost. */
  readonly reconnects: number;
  /** The last failure, kept after it has passed: a sentence that names the thing and the remedy. */
  readonly lastError?: { readonly reason: string; readonly at: number };
}

/** What arrived in the ten seconds from `at` on. */
export interface TrafficPoint {
  readonly at: number;
  readonly messages: number;
  readonly payloadBytes: number;
  /** Nobody looked: the broker was not connected at any moment of the interval. */
  readonly absent: boolean;
}

/**
 * A time of which MCM knows too little: `absent` there was no connection, `dropped` the broker dropped
 * messages because their receivers were too slow, `restarted` the observer's thread died.
 */
export interface Gap {
  readonly reason: 'absent' | 'dropped' | 'restarted';
  /** When all was well for the last time: of `absent`, when the broker was last heard. */
  readonly from: number;
  /** Absent while it lasts. */
  readonly until?: number;
  /** Of `dropped`: at most so many messages, for the broker counts those of all its clients together. */
  readonly upTo?: number;
  /** Of `dropped`: the broker's log names MCM's connection as one it dropped messages for. */
  readonly named?: boolean;
}

export interface BusyTopic {
  readonly id: string;
  readonly topic: string;
  /** Messages per second. */
  readonly rate: number;
  readonly messages: number;
}

/** One topic below `$SYS` other than the log. */
export interface SysFigure {
  readonly topic: string;
  readonly value: number | string;
  readonly at: number;
}

/** What the observer knows, as of `observedAt` (ms since the epoch, like all times here). */
export interface ObserverSnapshot {
  readonly state: 'running' | 'restarting';
  /** How often the thread died and was started again; its counters begin at nought each time. */
  readonly restarts: number;
  readonly observedAt: number;
  readonly connection: ConnectionState;
  /** Of the topic table, since the thread started. */
  readonly counters: TrafficCounters;
  /** Per second, over the last ten. */
  readonly rates: { readonly messages: number; readonly payloadBytes: number };
  readonly lastMessageAt?: number;
  /** The last 15 minutes, oldest first, one per ten seconds. */
  readonly points: readonly TrafficPoint[];
  readonly busiest: readonly BusyTopic[];
  readonly sys: { readonly observedAt?: number; readonly figures: readonly SysFigure[] };
  /** The latest {@link KEPT_GAPS}, oldest first. */
  readonly gaps: readonly Gap[];
  /** Messages that the broker dropped while it was observed, at most: it counts those of all its clients. */
  readonly missedUpTo: number;
  /** The latest tick, or one before it that could not be told, came so many milliseconds after its time. */
  readonly tickLateMs: number;
}

/** A line of the broker's log, or of MCM about the broker. */
export interface LogEntry {
  readonly source: 'broker' | 'mcm';
  readonly severity: LogSeverity;
  readonly message: string;
  readonly at: number;
}

/** The latest message of a watched topic; stands for `coalesced` messages since the tick before. */
export interface TopicMessage {
  readonly topic: string;
  readonly payloadPreview: string;
  readonly payloadFormat: PayloadFormat;
  readonly payloadBytes: number;
  readonly truncated: boolean;
  readonly qos: 0 | 1 | 2;
  readonly retained: boolean;
  readonly coalesced: number;
  readonly at: number;
}

/** What happened since the tick before. */
export interface ObserverTick {
  readonly at: number;
  readonly snapshot: ObserverSnapshot;
  /** The connection came or went since the last tick; `snapshot.connection` says how it is now. */
  readonly statusChanged: boolean;
  readonly logs: readonly LogEntry[];
  readonly changes: readonly TopicMessage[];
}

/** The last message of a topic, without the payload but for its beginning. */
export interface ObservedValue {
  readonly at: number;
  readonly qos: 0 | 1 | 2;
  readonly retained: boolean;
  readonly payloadBytes: number;
  /** The payload was given up to stay within the memory budget: no format, no preview. */
  readonly evicted: boolean;
  readonly payloadFormat?: PayloadFormat;
  readonly payloadPreview?: string;
  readonly truncated?: boolean;
}

export interface ObservedTopic extends Omit<TopicRow, 'last'> {
  readonly last?: ObservedValue;
}

export interface ObservedTopicPage {
  readonly rows: readonly ObservedTopic[];
  readonly nextCursor?: string;
  readonly total: number;
}

/** Topics found; `total` only where all had to be looked at. */
export interface FoundTopicPage extends Omit<ObservedTopicPage, 'total'> {
  readonly total?: number;
}

/** A topic, one of its messages, and that message's payload and properties as they are held. */
export interface ObservedMessage {
  readonly row: ObservedTopic;
  /** Absent when nothing was published to this very name, or when it was let go. */
  readonly message?: HeldMessage;
}

/** One page of the levels below `parent` (a topic id; without it the first levels). */
export type ChildrenQuery = Omit<TableQuery, 'at'>;

export type TopicSearch = Omit<TableSearch, 'at'>;

/** The names of all topics are asked for page by page. */
export type NamesQuery = Pick<TopicSearch, 'limit' | 'cursor'>;

export interface TopicNamesPage {
  /** In the order of the levels' bytes; none that begins with `$`. */
  readonly names: readonly string[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}
