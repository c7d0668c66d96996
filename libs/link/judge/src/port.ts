import type { MessagePort } from 'node:worker_threads';
import type { Draft, Inferred, SchemaFault, Violation } from '#domain/schema';

/** A schema that messages are judged by. */
export interface LiveSchema {
  readonly id: number;
  readonly topicFilter: string;
  readonly draft: Draft;
  /** As JSON. */
  readonly document: string;
}

/** The same, with its place in the memory that both threads see. */
export interface PlacedSchema extends Omit<LiveSchema, 'id'> {
  readonly slot: number;
}

/** What was judged of one topic by the schema in one slot since the tick before. */
export interface TopicJudged {
  readonly slot: number;
  readonly topic: string;
  readonly judged: number;
  readonly violations: number;
  readonly last: LastVerdict;
  readonly lastViolationAt?: number;
}

export interface LastVerdict {
  /** When the message came, in ms since the epoch. */
  readonly at: number;
  readonly valid: boolean;
  readonly errors: readonly Violation[];
}

/** A message that broke the schema in that slot. */
export interface SlotExample extends Example {
  readonly slot: number;
}

/** A message that broke a schema. */
export interface Example {
  readonly topic: string;
  readonly at: number;
  readonly errors: readonly Violation[];
  /** The beginning of the payload as text; empty when it is binary. */
  readonly payloadPreview: string;
  readonly payloadBytes: number;
}

export type ToJudge =
  /** Replaces all of them. */
  | { readonly kind: 'schemas'; readonly schemas: readonly PlacedSchema[] }
  /** From now on messages come from here. */
  | { readonly kind: 'feed'; readonly port: MessagePort }
  /** The last tick was handled: the next may be sent. */
  | { readonly kind: 'tick-taken' };

export interface WorkerTick {
  readonly kind: 'tick';
  readonly topics: readonly TopicJudged[];
  readonly examples: readonly SlotExample[];
}

export type FromJudge =
  | WorkerTick
  /** It cannot be compiled, though it could when it was made. */
  | { readonly kind: 'refused'; readonly slot: number; readonly faults: readonly SchemaFault[] };

/** A message as it is tried. */
export interface TrialMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly number?: number;
  readonly at?: number;
}

/** What a thread of its own is asked, and answers once. */
export interface Trials {
  /** Whether a document can be used. */
  check: { query: Wanted; answer: TrialFaults | { readonly draft: Draft } };
  /** How messages fare with it. */
  try: {
    query: Wanted & { readonly messages: readonly TrialMessage[] };
    answer: TrialFaults | Tried;
  };
  /** What messages have in common. */
  infer: {
    query: { readonly draft: Draft; readonly payloads: readonly Uint8Array[] };
    answer: Inferred;
  };
}

interface Wanted {
  readonly document: unknown;
  readonly draft?: Draft;
}

export interface TrialFaults {
  readonly faults: readonly SchemaFault[];
}

export interface TrialResult {
  readonly topic: string;
  readonly number?: number;
  readonly at?: number;
  readonly valid: boolean;
  readonly errors: readonly Violation[];
}

export interface Tried {
  readonly judged: number;
  readonly violations: number;
  /** Those that break it first; at most a hundred. */
  readonly results: readonly TrialResult[];
  /** Whether each message fits, in their order. */
  readonly valid: readonly boolean[];
}

export type Trial = {
  [About in keyof Trials]: { readonly about: About; readonly query: Trials[About]['query'] };
}[keyof Trials];

export type TrialAnswer = Trials[keyof Trials]['answer'];

/** What a thread is started for. */
export type JudgeData =
  | { readonly kind: 'live'; readonly memory: SharedArrayBuffer }
  | { readonly kind: 'trial'; readonly trial: Trial };
