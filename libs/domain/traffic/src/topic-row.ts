export interface TopicTableOptions {
  /** Bytes for everything the table keeps, bookkeeping included; at least 64 KiB. */
  readonly memoryBudget: number;
  /** The opaque id of a topic by its name: 22 characters, a 128-bit hash in base64url. */
  readonly topicId: (name: string) => string;
  /**
   * 64 random bits as two 32-bit integers, so that publishers cannot choose names whose hashes
   * collide. Left out, the hash is always the same one.
   */
  readonly seed?: readonly [number, number];
}

/** What has been recorded since the table was made, and what it holds now. */
export interface TrafficCounters {
  readonly messages: number;
  readonly payloadBytes: number;
  /** Topics held now. */
  readonly topics: number;
  /** Levels held now: topics and what leads to them. */
  readonly levels: number;
  /** Bytes of all arrays held now; never above `memoryBudget`. */
  readonly memoryUsed: number;
  readonly memoryBudget: number;
  /** Topics let go, or never taken in, for want of memory. */
  readonly evictedTopics: number;
  /** Last payloads let go before their topic, or never kept whole, for want of memory. */
  readonly evictedPayloads: number;
}

export interface ChildrenQuery {
  /** Id of the level above; left out for the first levels. */
  readonly parent?: string;
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string;
  /** Milliseconds since the epoch, for the rates. */
  readonly at: number;
}

export interface TopicPage {
  /** Sorted by the bytes of the level's name. */
  readonly rows: readonly TopicRow[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
  /** Levels directly below the parent. */
  readonly total: number;
}

/** A level of the topic tree: a topic, something on the way to topics, or both. */
export interface TopicRow {
  readonly id: string;
  /** The last level alone. */
  readonly name: string;
  readonly topic: string;
  /** Topics below this level, itself not counted. */
  readonly topicsBelow: number;
  /** Levels below this one, at any depth. */
  readonly levelsBelow: number;
  /** Whether something was published to exactly this topic. */
  readonly isTopic: boolean;
  /** Messages to exactly this topic. */
  readonly messages: number;
  /** Messages below this level, those to topics since let go included. */
  readonly messagesBelow: number;
  /** Messages per second to this topic and below it, averaged exponentially over about 10 s. */
  readonly rate: number;
  /** Payload bytes of all messages to exactly this topic. */
  readonly payloadBytesTotal: number;
  readonly payloadBytesBelow: number;
  /** Present when `isTopic`. */
  readonly last?: LastMessage;
}

export interface LastMessage {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly qos: 0 | 1 | 2;
  readonly retained: boolean;
  /** A copy of the bytes that are held; in a page of rows at most the first 64 KiB of them. */
  readonly payload: Uint8Array;
  /** How many bytes were published. */
  readonly payloadBytes: number;
  /** Whether fewer bytes than were published are held. */
  readonly evicted: boolean;
}

/** The latest message of a watched topic. */
export interface TopicChange {
  readonly topic: string;
  /** The bytes that are held: a view, valid until the next call of `record`. */
  readonly payload: Uint8Array;
  readonly payloadBytes: number;
  /** QoS in bits 0 and 1, retained in bit 2. */
  readonly flags: number;
  readonly at: number;
  /** How many messages this one stands for, itself included. */
  readonly coalesced: number;
}

export interface ChangeBatch {
  readonly changes: readonly TopicChange[];
  /** Whether changed topics are left for the next call. */
  readonly more: boolean;
}
