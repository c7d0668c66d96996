import type { ByteArena } from './byte-arena.js';
import { TICK_MS } from './decay.js';
import { LEVEL, messagesOwner, SEEN, type LevelStore } from './level-store.js';
import { MESSAGE_BYTES, MessageRing, RING_BYTES } from './message-ring.js';
import type { Recency } from './recency.js';

/** Of a payload above an eighth of the budget only the beginning is kept: up to 1 MiB. */
const LARGEST_PAYLOAD_SHARE = 8;
const LARGEST_BEGINNING = 1_048_576;
const SMALLEST_BEGINNING = 1_024;
/** All messages of one topic together: this share of the budget, or else one message alone. */
const LARGEST_RING_SHARE = 64;
/** Properties that no MQTT packet of sense exceeds; longer ones are not kept. */
const LONGEST_PROPERTIES = 65_535;
/** Memory for more history is taken from topics that were silent for this long, never from busy ones. */
const SILENT_TICKS = 60_000 / TICK_MS;

export interface MessageStoreOptions {
  readonly store: LevelStore;
  readonly arena: ByteArena;
  readonly recency: Recency;
  readonly memoryBudget: number;
  /** Messages held of each topic at most. */
  readonly history: number;
}

/**
 * The messages of topics: of each the last one, and as many of those before as memory allows. A topic's
 * messages lie in one block, which grows by doubling; so a message costs one copy and, but for growing,
 * no memory that was not the topic's already.
 */
export class MessageStore {
  evictedPayloads = 0;
  evictedHistory = 0;
  readonly #ring = new MessageRing();
  readonly #other = new MessageRing();
  readonly #store: LevelStore;
  readonly #arena: ByteArena;
  readonly #recency: Recency;
  readonly #history: number;
  readonly #largestRing: number;
  readonly #largestPayload: number;
  readonly #beginning: number;

  constructor({ store, arena, recency, memoryBudget, history }: MessageStoreOptions) {
    this.#store = store;
    this.#arena = arena;
    this.#recency = recency;
    this.#history = history;
    this.#largestRing = Math.floor(memoryBudget / LARGEST_RING_SHARE);
    this.#largestPayload = Math.floor(memoryBudget / LARGEST_PAYLOAD_SHARE);
    this.#beginning = Math.min(
      LARGEST_BEGINNING,
      Math.max(SMALLEST_BEGINNING, Math.floor(memoryBudget / 64)),
    );
  }

  /** Keeps a message as the last one of its topic, which is the most recently updated one. */
  // eslint-disable-next-line max-params -- an object for them would be one object per message
  keep(
    topic: number,
    bytes: Uint8Array,
    properties: number,
    payload: number,
    end: number,
    tick: number,
    flags: number,
  ): void {
    const published = end - payload;
    const kept = published > this.#largestPayload ? this.#beginning : published;
    const start = payload - properties > LONGEST_PROPERTIES ? payload : properties;
    this.#store.set(topic, LEVEL.payloadBytes, published);
    const length = MESSAGE_BYTES + payload - start + kept;
    const place = this.#place(topic, length, tick);
    if (kept < published || place === 0) this.evictedPayloads++;
    if (place === 0) return;
    this.#ring.write(place, bytes, start, payload, payload + kept, published, tick, flags);
    if (this.#ring.count > 1) this.#beginHistory(topic);
  }

  /** The topic's messages, or nothing when none is held; valid until the next change. */
  ring(topic: number): MessageRing | undefined {
    const address = this.#store.get(topic, LEVEL.messagesHeld);
    return address === 0 ? undefined : this.#lay(this.#ring, address);
  }

  free(topic: number): void {
    const address = this.#store.get(topic, LEVEL.messagesHeld);
    if (address === 0) return;
    this.#store.set(topic, LEVEL.messagesHeld, 0);
    this.#endHistory(topic);
    this.#arena.free(address);
  }

  /** Leaves the longest silent topic that has a history its last message alone; false when none has one. */
  evictHistory(except = 0): boolean {
    const topic = this.#recency.oldestHistory(except);
    if (topic === 0) return false;
    this.#trim(topic);
    return true;
  }

  /** Lets the last message of the longest silent topic go; false when none holds one. */
  evictMessage(except = 0): boolean {
    const topic = this.#recency.oldestPayload(except);
    if (topic === 0) return false;
    const payloads = this.#store.get(topic, LEVEL.payloadBytes) > 0 ? 1 : 0;
    this.free(topic);
    this.evictedPayloads += payloads;
    return true;
  }

  /** Room for the message in the topic's block, at the cost of the oldest in it; the ring lies on it. */
  #place(topic: number, length: number, tick: number): number {
    const address = this.#store.get(topic, LEVEL.messagesHeld);
    if (address === 0) return this.#placeAlone(topic, length);
    const ring = this.#lay(this.#ring, address);
    // A block above the limit was made for one message.
    if (ring.capacity > this.#largestRing && 2 * length < ring.capacity) {
      return this.#replace(topic, length);
    }
    while (ring.count >= this.#history) ring.dropOldest();
    let place = ring.place(length);
    if (place === 0 && ring.count > 0) {
      this.#grow(topic, length, tick);
      place = ring.place(length);
    }
    while (place === 0 && ring.count > 0) {
      ring.dropOldest();
      place = ring.place(length);
    }
    if (ring.count <= 1) this.#endHistory(topic);
    return place === 0 ? this.#replace(topic, length) : place;
  }

  /** A block that holds this message and nothing else. */
  #replace(topic: number, length: number): number {
    this.free(topic);
    return this.#placeAlone(topic, length);
  }

  #placeAlone(topic: number, length: number): number {
    const bytes = RING_BYTES + length;
    let address = this.#arena.allocate(messagesOwner(topic), bytes);
    while (address === 0) {
      if (!this.evictHistory(topic) && !this.evictMessage(topic)) return 0;
      address = this.#arena.allocate(messagesOwner(topic), bytes);
    }
    this.#store.set(topic, LEVEL.messagesHeld, address);
    // It holds a message again: among those that may let one go, it is the newest.
    this.#recency.touch(topic, true);
    return this.#lay(this.#ring, address).clear().place(length);
  }

  /** Moves the messages to a block of twice the size, if memory can be had that no busy topic uses. */
  #grow(topic: number, length: number, tick: number): void {
    const { capacity } = this.#ring;
    const wanted = Math.min(this.#largestRing, Math.max(2 * capacity, capacity + length));
    const address = wanted < capacity + length ? 0 : this.#allocateIdle(topic, wanted, tick);
    // To make room the block itself may have been moved.
    const old = this.#store.get(topic, LEVEL.messagesHeld);
    this.#lay(this.#ring, old);
    if (address === 0) return;
    this.#lay(this.#other, address).clear();
    this.#ring.copyTo(this.#other);
    this.#store.set(topic, LEVEL.messagesHeld, address);
    this.#arena.free(old);
    this.#lay(this.#ring, address);
  }

  /** Memory that nobody uses, or only the history of silent topics; 0 when there is none. */
  #allocateIdle(topic: number, bytes: number, tick: number): number {
    for (;;) {
      const address = this.#arena.allocate(messagesOwner(topic), bytes);
      if (address !== 0) return address;
      const silent = this.#recency.oldestHistory(topic);
      if (silent === 0) return 0;
      if (tick - (this.#store.get(silent, LEVEL.tick) | 0) < SILENT_TICKS) return 0;
      this.#trim(silent);
    }
  }

  #trim(topic: number): void {
    const address = this.#store.get(topic, LEVEL.messagesHeld);
    const ring = this.#lay(this.#other, address);
    this.evictedHistory += ring.count - 1;
    this.#arena.cut(address, ring.keepNewest());
    this.#endHistory(topic);
  }

  #lay(ring: MessageRing, address: number): MessageRing {
    const { view, bytes } = this.#arena.slab(address);
    return ring.lay(view, bytes, this.#arena.offset(address), this.#arena.capacity(address));
  }

  /** From now on the topic is among those whose history may go, at its newest end. */
  #beginHistory(topic: number): void {
    const seen = this.#store.seen(topic);
    if ((seen & SEEN.history) !== 0) return;
    this.#store.setSeen(topic, seen | SEEN.history);
    this.#recency.touch(topic, true);
  }

  #endHistory(topic: number): void {
    const seen = this.#store.seen(topic);
    if ((seen & SEEN.history) !== 0) this.#store.setSeen(topic, seen & ~SEEN.history);
  }
}
