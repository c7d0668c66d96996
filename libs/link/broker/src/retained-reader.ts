import { ErrorWithSubackPacket } from 'mqtt';
import { describeFailure, openSocket, TappedSocket, type BrokerTarget } from '#link/observer';
import { connect, type Connection } from './connect.js';
import { DroppedCount } from './dropped-count.js';
import { BrokerUnreachable, FilterRefused, TooManyRetained } from './errors.js';
import { fence, type Question } from './fence.js';
import type { Qos, RetainedMessage, RetainedSize } from './message.js';
import { RetainedSink } from './retained-sink.js';

/**
 * So many messages at once are never dropped: Mosquitto queues 1,000 for a client before it drops any
 * (`max_queued_messages`), and what it queued comes. Fewer than this have come: then none was dropped.
 */
const SAFE_MESSAGES = 500;
/** For brokers that are told to queue less than that; none is told to queue less than this. */
const FEW_MESSAGES = 16;
/** Of topics or payloads asked for at once. */
const BATCH_BYTES = 4_194_304;
/** How often a list is asked for that the broker may have dropped a part of. */
const PASSES = 2;
/** A message of QoS 2 leaves the broker's window after two answers of ours. */
const QUIET_ROUNDS = 2;
/** What {@link RetainedReader.list} takes in at most. */
const MOST_MESSAGES = 1_000_000;
const MOST_TOPIC_BYTES = 134_217_728;

export interface RetainedList {
  /** In no order. */
  readonly found: readonly RetainedSize[];
  readonly payloadBytes: number;
  /** Whether this is all: `unknown` when the broker does not tell what it drops. */
  readonly complete: 'yes' | 'perhaps-not' | 'unknown';
}

/**
 * Reads retained messages by fresh subscriptions, on a connection of its own. All methods reject with
 * `BrokerUnreachable` or `FilterRefused`.
 *
 * A whole filter is asked for with QoS 0: the broker sends everything at once and in order, so the answer to
 * what is asked next proves the end (see {@link fence}). Single topics are asked for with QoS 2 and so few at
 * a time that nothing is dropped.
 */
export class RetainedReader {
  readonly #target: BrokerTarget;
  readonly #connection: Connection;
  readonly #sink: RetainedSink;

  private constructor(target: BrokerTarget, connection: Connection, sink: RetainedSink) {
    this.#target = target;
    this.#connection = connection;
    this.#sink = sink;
  }

  /** @param signal aborted when nobody waits for it any more */
  static async open(target: BrokerTarget, signal?: AbortSignal): Promise<RetainedReader> {
    const sink = new RetainedSink();
    const openStream = (protocolVersion: 4 | 5, heard: () => void) =>
      new TappedSocket({
        ...{ protocolVersion, heard, sink, now: Date.now },
        open: (onread) => openSocket(target, onread),
      });
    const connection = await connect({
      ...{ target, name: 'retained', openStream },
      ...(signal && { signal }),
    });
    return new RetainedReader(target, connection, sink);
  }

  /**
   * What the broker holds for a filter; rejects with {@link TooManyRetained} beyond a million messages, or 128 MiB
   * of names. Takes as long as the broker's `sys_interval` when there are more than a few hundred.
   */
  async list(filter: string): Promise<RetainedList> {
    const dropped = await DroppedCount.open(this.#target);
    try {
      const found = new Map<string, number>();
      let before = dropped?.last;
      for (let pass = 1; ; pass++) {
        const messages = await this.#pass(filter, found);
        if (messages < SAFE_MESSAGES) return listOf(found, 'yes');
        const after = await dropped?.next();
        if (after === undefined) return listOf(found, 'unknown');
        if (after === before) return listOf(found, 'yes');
        if (pass === PASSES) return listOf(found, 'perhaps-not');
        before = after;
      }
    } finally {
      await dropped?.close();
    }
  }

  /** What one subscription to a filter brings, without proof that it is all. */
  async glance(filter: string): Promise<readonly RetainedSize[]> {
    const found = new Map<string, number>();
    await this.#pass(filter, found);
    return listOf(found, 'unknown').found;
  }

  /** The retained messages of these topics, whole, some at a time; those that the broker does not hold are left out. */
  async *fetch(sizes: Iterable<RetainedSize>): AsyncGenerator<readonly RetainedMessage[]> {
    for (const batch of batches(sizes, SAFE_MESSAGES)) {
      const messages = await this.#ask(batch);
      yield messages;
      // What a queue that is full holds comes: where only few came, none was full, and the others are gone.
      if (messages.length === batch.length || messages.length < FEW_MESSAGES) continue;
      const came = new Set(messages.map(({ topic }) => topic));
      const missing = batch.filter(({ topic }) => !came.has(topic));
      for (const few of batches(missing, FEW_MESSAGES)) {
        const late = await this.#ask(few);
        if (late.length > 0) yield late;
      }
    }
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  /** Adds what one subscription to the whole filter brings; answers how many messages it brought. */
  async #pass(filter: string, found: Map<string, number>): Promise<number> {
    let messages = 0;
    let topicBytes = 0;
    const tooMany = Promise.withResolvers<'too many'>();
    this.#sink.take = ({ topic, payload }) => {
      messages++;
      topicBytes += topic.length;
      found.set(topic, payload.length);
      if (messages <= MOST_MESSAGES && topicBytes <= MOST_TOPIC_BYTES) return;
      this.#sink.take = undefined;
      tooMany.resolve('too many');
    };
    const end = await Promise.race([this.#subscribed([filter], 0), tooMany.promise]);
    if (end !== 'too many') return messages;
    throw new TooManyRetained(
      'There are more than 1,000,000 retained messages, or more than 128 MiB of names: take a narrower filter.',
    );
  }

  async #ask(batch: readonly RetainedSize[]): Promise<readonly RetainedMessage[]> {
    const found = new Map<string, RetainedMessage>();
    this.#sink.take = ({ topic, qos, properties, payload }) =>
      found.set(topic, {
        ...{ topic, qos },
        properties: Uint8Array.from(properties),
        payload: Uint8Array.from(payload),
      });
    const start = this.#sink.acknowledged;
    await this.#subscribed(
      batch.map(({ topic }) => topic),
      2,
    );
    // Over MQTT 3.1.1 twenty come at a time, each further one for an answer of ours. None came: none waits.
    let quiet = this.#sink.acknowledged === start ? QUIET_ROUNDS : 0;
    while (quiet < QUIET_ROUNDS && found.size < batch.length) {
      const before = this.#sink.acknowledged;
      await this.#fenced();
      quiet = this.#sink.acknowledged === before ? quiet + 1 : 0;
    }
    return [...found.values()];
  }

  /**
   * Subscribes, takes what was there, and lets go, before much is published live. One after the other: what is sent
   * carries the acknowledgement that Nagle's algorithm has the broker wait for, else for 40 ms.
   */
  async #subscribed(filters: string[], qos: Qos): Promise<void> {
    const { client } = this.#connection;
    let refusal: FilterRefused | undefined;
    await this.#fenced((answered) =>
      client.subscribe(filters, { qos, rap: false, rh: 0 }, (error) => {
        if (error) refusal = refused(filters, error);
        if (!error || refusal) answered();
      }),
    );
    if (refusal) throw refusal;
    await this.#fenced((answered) =>
      client.unsubscribe(filters, (error) => {
        if (!error) answered();
      }),
    );
  }

  async #fenced(question?: Question): Promise<void> {
    try {
      await fence(this.#connection, () => this.#sink.messages, question);
    } catch (error) {
      // The connection may end at any moment; mqtt.js knows why, the fence does not.
      if (!(error instanceof BrokerUnreachable)) throw error;
      const failure = await Promise.race([this.#connection.ended, Promise.resolve(undefined)]);
      throw failure
        ? new BrokerUnreachable(describeFailure(failure, this.#target), { cause: error })
        : error;
    }
  }
}

/** Nothing when the connection broke instead: then there is no packet, which the types do not say. */
function refused(filters: readonly string[], error: Error): FilterRefused | undefined {
  const packet: ErrorWithSubackPacket['packet'] | undefined =
    error instanceof ErrorWithSubackPacket ? error.packet : undefined;
  if (!packet) return undefined;
  const granted = packet.granted.map(Number);
  const at = granted.findIndex((code) => code >= 0x80);
  return new FilterRefused(filters[at] ?? filters.join(', '), granted[at] ?? 0x80);
}

const listOf = (found: ReadonlyMap<string, number>, complete: RetainedList['complete']) => {
  const sizes = Array.from(found, ([topic, payloadBytes]) => ({ topic, payloadBytes }));
  return {
    ...{ found: sizes, complete },
    payloadBytes: sizes.reduce((sum, { payloadBytes }) => sum + payloadBytes, 0),
  };
};

/** At most `most` topics, and 4 MiB of names and payloads unless a single one is larger. */
function* batches(sizes: Iterable<RetainedSize>, most: number): Generator<RetainedSize[]> {
  let batch: RetainedSize[] = [];
  let bytes = 0;
  for (const size of sizes) {
    const own = size.topic.length + size.payloadBytes;
    if (batch.length === most || (batch.length > 0 && bytes + own > BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(size);
    bytes += own;
  }
  if (batch.length > 0) yield batch;
}
