import type { ApplyState, ApplyStep } from './access.js';

/** Where the event stream is, and what a client offers: `mcm.v1` and `Bearer.<jwt>`. */
export const STREAM_PATH = '/api/v1/broker/events';
export const STREAM_PROTOCOL = 'mcm.v1';
export const STREAM_BEARER_PREFIX = 'Bearer.';

/** Why the server closed a stream (RFC 6455 section 7.4). */
export const STREAM_CLOSE = {
  stopping: 1001,
  malformed: 1007,
  failed: 1011,
  notAuthenticated: 4401,
  tooSlow: 4408,
} as const;

export const STREAM_LIMITS = {
  /** Bytes of one frame from a client. */
  clientFrameBytes: 65_536,
  watchFilters: 64,
  /** Levels of all filters of a watch together. */
  watchLevels: 1_024,
  /** Frames per topic and second that a watch may ask for. */
  maxPerSecond: 20,
  defaultPerSecond: 4,
  /** Log lines sent at the start. */
  logLines: 100,
  previewBytes: 1024,
} as const;

export type BrokerConnection = 'connected' | 'disconnected';
export type PayloadFormat = 'json' | 'text' | 'binary';

export const LOG_SEVERITIES = ['debug', 'info', 'notice', 'warning', 'error'] as const;
export type LogSeverity = (typeof LOG_SEVERITIES)[number];

/** The first frame, always, and again at each change. Times are RFC 3339 in UTC. */
export interface BrokerStatusEvent {
  readonly type: 'broker_status';
  readonly status: BrokerConnection;
  /** Since when it is so. */
  readonly observedAt: string;
}

/** A line of the broker's log (`source: broker`) or of MCM about the broker (`source: mcm`). */
export interface BrokerLogEvent {
  readonly type: 'broker_log';
  readonly source: 'broker' | 'mcm';
  readonly severity: LogSeverity;
  readonly message: string;
  readonly observedAt: string;
}

/** The latest message of a watched topic; stands for `coalesced` messages since the last frame of that topic. */
export interface TopicMessageEvent {
  readonly type: 'topic_message';
  readonly topic: string;
  /** Text, at most 1024 bytes, cut at a character; empty for a binary payload. */
  readonly payloadPreview: string;
  readonly payloadFormat: PayloadFormat;
  readonly payloadBytes: number;
  readonly truncated: boolean;
  readonly qos: 0 | 1 | 2;
  readonly retained: boolean;
  readonly coalesced: number;
  readonly observedAt: string;
}

/** So many facts and messages were left out: this client reads too slowly, or watches too many topics at once. */
export interface LaggedEvent {
  readonly type: 'lagged';
  readonly dropped: number;
}

/** The policy in force was seen to have changed: something else decides who may do what. */
export interface AccessChangedEvent {
  readonly type: 'access_changed';
  readonly revision: number;
}

/** The draft of access has another version; when it was discarded or applied, too. */
export interface AccessDraftChangedEvent {
  readonly type: 'access_draft_changed';
  readonly version: number;
}

/** What is being applied got a step further, or ended. */
export interface AccessApplyEvent {
  readonly type: 'access_apply';
  readonly number: number;
  readonly state: ApplyState;
  readonly step: ApplyStep;
}

/** Whether the broker’s side differs from what was applied last became different. */
export interface AccessDriftEvent {
  readonly type: 'access_drift';
  readonly drifted: boolean;
}

/**
 * A topic broke a schema since this was last told, or fits it again. At most 20 in a quarter of a second; what is
 * beyond is told as `lagged`.
 */
export interface SchemaVerdictEvent {
  readonly type: 'schema_verdict';
  readonly schemaId: number;
  readonly topic: string;
  /** Of the last message. */
  readonly valid: boolean;
  /** Messages to the topic that broke the schema in all. */
  readonly violations: number;
  /** Where and how the last message breaks it, at most five; none when it fits. */
  readonly errors: readonly string[];
  readonly observedAt: string;
}

/** A Sparkplug node, or a device of it, came to another state. */
export interface SparkplugChangedEvent {
  readonly type: 'sparkplug_changed';
  readonly nodeId: string;
  readonly group: string;
  readonly node: string;
  /** Absent when it is about the node itself. */
  readonly device?: string;
  /** `unknown`: its birth was not seen, or not whether it is still there. */
  readonly state: 'online' | 'offline' | 'unknown';
  readonly observedAt: string;
}

/** How many alerts are pending and firing became different, or which ones they are. */
export interface AlertsChangedEvent {
  readonly type: 'alerts_changed';
  readonly pending: number;
  readonly firing: number;
}

export type StreamEvent =
  | BrokerStatusEvent
  | BrokerLogEvent
  | TopicMessageEvent
  | LaggedEvent
  | AccessChangedEvent
  | AccessDraftChangedEvent
  | AccessApplyEvent
  | AccessDriftEvent
  | SchemaVerdictEvent
  | SparkplugChangedEvent
  | AlertsChangedEvent;

/** What a client may send: replaces what this socket watches; an empty list watches nothing. */
export interface WatchFrame {
  readonly type: 'watch';
  readonly filters: readonly string[];
  readonly maxPerSecond?: number;
}
