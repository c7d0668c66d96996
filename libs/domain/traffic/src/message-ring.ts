import { copyBytes } from './copy-bytes.js';

/** Where the fields of a block are, in bytes: of the ring itself, then of each message in it. */
const RING = { oldest: 0, newest: 4, count: 8, size: 12 } as const;
const MESSAGE = {
  /** Bytes of the message with this head. */
  length: 0,
  /** Where the next newer one is; unused in the newest. */
  newer: 4,
  tick: 8,
  /** Bytes held of the payload. */
  held: 12,
  payloadBytes: 16,
  properties: 20,
  flags: 22,
  size: 24,
} as const;

/** What a ring needs beside its messages' bytes. */
export const RING_BYTES = RING.size;
/** What a message needs beside its properties and payload. */
export const MESSAGE_BYTES = MESSAGE.size;

/**
 * The messages of one topic, in a block of memory: one after the other, from the beginning again where the
 * end is reached, each whole. A window that is laid on one block after the other ({@link lay}), so that no
 * object is made per message.
 */
export class MessageRing {
  #view: DataView = new DataView(new ArrayBuffer(0));
  #bytes: Uint8Array = new Uint8Array();
  #base = 0;
  #capacity = 0;

  /** Lays the window on the block of `capacity` bytes from `base` on. */
  lay(view: DataView, bytes: Uint8Array, base: number, capacity: number): this {
    this.#view = view;
    this.#bytes = bytes;
    this.#base = base;
    this.#capacity = capacity;
    return this;
  }

  get capacity(): number {
    return this.#capacity;
  }

  get count(): number {
    return this.#get(RING.count);
  }

  /** Makes the block an empty ring. */
  clear(): this {
    this.#set(RING.count, 0);
    return this;
  }

  /** Room for a message of `length` bytes with its head, as the newest; its place, or 0 when there is none. */
  place(length: number): number {
    const count = this.count;
    const place = count === 0 ? RING.size : this.#gap(length);
    if (place === 0 || place + length > this.#capacity) return 0;
    if (count === 0) this.#set(RING.oldest, place);
    else this.#set(this.#get(RING.newest) + MESSAGE.newer, place);
    this.#set(RING.newest, place);
    this.#set(RING.count, count + 1);
    this.#set(place + MESSAGE.length, length);
    return place;
  }

  /** Writes a message of which `bytes` holds the properties and, right behind them, the payload. */
  // eslint-disable-next-line max-params -- an object for them would be one object per message
  write(
    place: number,
    bytes: Uint8Array,
    start: number,
    payload: number,
    end: number,
    published: number,
    tick: number,
    flags: number,
  ): void {
    const at = this.#base + place;
    const view = this.#view;
    view.setInt32(at + MESSAGE.tick, tick, true);
    view.setUint32(at + MESSAGE.held, end - payload, true);
    view.setUint32(at + MESSAGE.payloadBytes, published, true);
    view.setUint16(at + MESSAGE.properties, payload - start, true);
    view.setUint16(at + MESSAGE.flags, flags, true);
    copyBytes(bytes, start, end, this.#bytes, at + MESSAGE.size);
  }

  dropOldest(): void {
    const count = this.count - 1;
    this.#set(RING.count, count);
    if (count > 0) this.#set(RING.oldest, this.#get(this.#get(RING.oldest) + MESSAGE.newer));
  }

  /** Leaves the newest message alone, at the beginning; answers how many bytes of the block are in use now. */
  keepNewest(): number {
    const newest = this.#get(RING.newest);
    const length = this.#get(newest + MESSAGE.length);
    const from = this.#base + newest;
    this.#bytes.copyWithin(this.#base + RING.size, from, from + length);
    this.#set(RING.oldest, RING.size);
    this.#set(RING.newest, RING.size);
    this.#set(RING.count, 1);
    return RING.size + length;
  }

  /** Copies all messages into an empty ring that is large enough. */
  copyTo(other: MessageRing): void {
    let at = this.#get(RING.oldest);
    for (let left = this.count; left > 0; left--) {
      const length = this.#get(at + MESSAGE.length);
      const place = other.place(length);
      const from = this.#base + at + MESSAGE.tick;
      const to = other.#base + place + MESSAGE.tick;
      copyBytes(this.#bytes, from, this.#base + at + length, other.#bytes, to);
      at = this.#get(at + MESSAGE.newer);
    }
  }

  /** Places of the messages, oldest first. */
  places(): number[] {
    const places: number[] = [];
    let at = this.#get(RING.oldest);
    for (let left = this.count; left > 0; left--) {
      places.push(at);
      at = this.#get(at + MESSAGE.newer);
    }
    return places;
  }

  get newest(): number {
    return this.#get(RING.newest);
  }

  tick(place: number): number {
    return this.#view.getInt32(this.#base + place + MESSAGE.tick, true);
  }

  flags(place: number): number {
    return this.#view.getUint16(this.#base + place + MESSAGE.flags, true);
  }

  payloadBytes(place: number): number {
    return this.#get(place + MESSAGE.payloadBytes);
  }

  /** A view of what is held of the payload. */
  payload(place: number): Uint8Array {
    const start = this.#propertiesEnd(place);
    return this.#bytes.subarray(start, start + this.#get(place + MESSAGE.held));
  }

  /** A view of the properties. */
  properties(place: number): Uint8Array {
    return this.#bytes.subarray(this.#base + place + MESSAGE.size, this.#propertiesEnd(place));
  }

  #propertiesEnd(place: number): number {
    const at = this.#base + place;
    return at + MESSAGE.size + this.#view.getUint16(at + MESSAGE.properties, true);
  }

  /** Where a message of that length fits behind the newest, or at the beginning, before the oldest; or 0. */
  #gap(length: number): number {
    const newest = this.#get(RING.newest);
    const oldest = this.#get(RING.oldest);
    const end = newest + this.#get(newest + MESSAGE.length);
    if (newest < oldest) return end + length <= oldest ? end : 0;
    if (end + length <= this.#capacity) return end;
    return RING.size + length <= oldest ? RING.size : 0;
  }

  #get(field: number): number {
    return this.#view.getUint32(this.#base + field, true);
  }

  #set(field: number, value: number): void {
    this.#view.setUint32(this.#base + field, value, true);
  }
}
