export interface TopicTableOptions {
  /** Bytes for everything the table keeps, bookkeeping included; 64 KiB to 16 GiB. */
  readonly memoryBudget: number;
  /** Messages held of each topic at most; 1 when left out. */
  readonly history?: number;
  /** The opaque id of a topic by its name: 22 characters, a 128-bit hash in base64url. */
  readonly topicId: (name: string) => string;
  /**
   * 64 random bits as two 32-bit integers, so that publishers cannot choose names whose hashes
   * collide. Left out, the hash is always the same one.
   */
  readonly seed?: readonly [number, number];
  /** Gets each message whose topic goes to a feed. */
  readonly feeds?: FeedSink;
}

/** Where messages go that are handed on as they come. No object per message, so many parameters. */
export interface FeedSink {
  /** Copies what it keeps. `feeds` has a bit for each feed; the flags are those of `TopicTable.record`. */
  add(
    feeds: number,
    bytes: Uint8Array,
    topicStart: number,
    topicEnd: number,
    payloadStart: number,
    payloadEnd: number,
    flags: number,
    at: number,
  ): void;
}

/** What has been recorded since the table was made, and what it holds now. What begins with `$` is not traffic. */
export interface TrafficCounters {
  readonly messages: number;
  readonly payloadBytes: number;
  /** Topics held now, those that begin with `$` not counted. */
  readonly topics: number;
  /** Levels held now: topics and what leads to them. */
  readonly levels: number;
  /** Bytes of all arrays held now; never above `memoryBudget`. */
  readonly memoryUsed: number;
  readonly memoryBudget: number;
  /** Topics let go, or never taken in, for want of memory, those that begin with `$` not counted. */
  readonly evictedTopics: number;
  /** Last payloads let go before their topic, or never kept whole, for want of memory. */
  readonly evictedPayloads: number;
  /** Earlier messages of silent topics let go for want of memory. */
  readonly evictedHistory: number;
  /** Topics of which the broker holds a retained message, as far as it was seen; none that begins with `$`. */
  readonly retained: number;
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

/** `name`: by the bytes of the levels, one after the other. All others: the greatest first. */
export const TOPIC_SORTS = ['name', 'rate', 'messages', 'bytes', 'last-seen'] as const;
export type TopicSort = (typeof TOPIC_SORTS)[number];

/** Which topics; all conditions have to hold. */
export interface TopicSearch {
  /** A valid MQTT topic filter; without it, as with `#`, no topic that begins with `$` is found. */
  readonly filter?: string;
  /** Part of the topic; letters A to Z in either case. */
  readonly contains?: string;
  /** Part of the last payload, in the first MiB of what is held of it, as UTF-8; A to Z in either case. */
  readonly value?: string;
  /** Only those of which the broker holds a retained message, as far as it was seen. */
  readonly retained?: boolean;
  readonly sort: TopicSort;
  readonly limit: number;
  /** `nextCursor` of the page before, of the same search. */
  readonly cursor?: string;
  /** Milliseconds since the epoch, for the rates. */
  readonly at: number;
}

export interface FoundTopics {
  /** May be fewer than were asked for, even none, while more follow. */
  readonly rows: readonly TopicRow[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
  /** All that were found; only when sorted by something other than the name. */
  readonly total?: number;
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
  /** Of this the messages to exactly this topic. */
  readonly ownRate: number;
  /** Payload bytes of all messages to exactly this topic. */
  readonly payloadBytesTotal: number;
  readonly payloadBytesBelow: number;
  /** Present when `isTopic`. */
  readonly seen?: TopicSeen;
  /** Present when `isTopic`. */
  readonly last?: LastMessage;
}

/** What was ever seen of a topic since it is held. */
export interface TopicSeen {
  /** Time of the first message, in milliseconds since the epoch. */
  readonly firstAt: number;
  readonly qos: readonly (0 | 1 | 2)[];
  /** Whether any message was retained. */
  readonly retained: boolean;
  /** Whether the broker holds a retained message now, as far as it was seen. */
  readonly retainedHeld: boolean;
  /** Messages held, the last one included. */
  readonly held: number;
}

export interface LastMessage {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly qos: 0 | 1 | 2;
  readonly retained: boolean;
  /** How many bytes were published. */
  readonly payloadBytes: number;
  /** Whether fewer bytes than were published are held. */
  readonly evicted: boolean;
}

/** What is held of the last message of a topic. */
export interface LastPayload extends LastMessage {
  /** The bytes that are held: a view, valid until the table is asked or told anything else. */
  readonly payload: Uint8Array;
}

/** A message that is held: the last one or one of those before. */
export interface HeldMessage extends LastMessage {
  /** Counts the messages of its topic from 1. */
  readonly number: number;
  /** A copy of the bytes that are held. */
  readonly payload: Uint8Array;
  /** The properties of the PUBLISH (MQTT 5.0 section 3.3.2.3) without their length; empty when there were none. */
  readonly properties: Uint8Array;
}

export interface HistoryQuery {
  readonly id: string;
  readonly limit: number;
  /** Only messages with a smaller number. */
  readonly before?: number;
}

export interface TopicHistory {
  readonly topic: string;
  /** Latest first. */
  readonly messages: readonly HeldMessage[];
  /** All messages of the topic that were counted. */
  readonly total: number;
  /** How many of them are held. */
  readonly held: number;
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
