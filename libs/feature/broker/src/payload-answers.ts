import type { ServerResponse } from 'node:http';
import { finished, Readable } from 'node:stream';
import { tooMany, Turns } from '#platform';

/** Of all payloads together that are on their way to clients. */
const MOST_BYTES = 67_108_864;
/** Of those to one user. */
const MOST_OF_ONE = 33_554_432;
/** Whoever takes nothing for so long is cut off. */
const PATIENCE_MS = 30_000;
const PIECE_BYTES = 65_536;
/** Payloads of one user that are being asked of the observer. */
const ASKED_OF_ONE = 16;

interface Options {
  readonly mostBytes?: number;
  readonly mostOfOne?: number;
  readonly patienceMs?: number;
}

/** A payload that is on its way. */
export interface PayloadAnswer {
  readonly bytes: number;
  readonly pieces: Readable;
}

/**
 * Whole payloads as answers. Each is held until its client has taken it, so clients that do not read have a share
 * of the memory that is bounded, and not for long.
 */
export class PayloadAnswers {
  readonly #mostBytes: number;
  readonly #mostOfOne: number;
  readonly #patienceMs: number;
  /** One at a time: what is too large is known only once it is here. */
  readonly #turns = new Turns({ atOnce: 1, ofOne: ASKED_OF_ONE });
  readonly #ofUser = new Map<number, number>();
  #bytes = 0;

  constructor(options: Options = {}) {
    this.#mostBytes = options.mostBytes ?? MOST_BYTES;
    this.#mostOfOne = options.mostOfOne ?? MOST_OF_ONE;
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS;
  }

  /** Bytes that are on their way. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Begins an answer to `user`. It holds its share until `response` has ended, however it does.
   * @throws Problem `too-many-requests` when there is no room; a payload that is larger than all room has it alone
   */
  begin(
    user: number,
    response: ServerResponse,
    read: () => Promise<Uint8Array>,
  ): Promise<PayloadAnswer> {
    return this.#turns.take(user, async () => {
      this.#check(user, 1);
      const payload = await read();
      const bytes = payload.byteLength;
      this.#check(user, bytes);
      this.#add(user, bytes);
      // Also when it has ended already.
      finished(response, () => this.#add(user, -bytes));
      return { bytes, pieces: Readable.from(this.#cut(payload, response), { objectMode: false }) };
    });
  }

  #check(user: number, bytes: number): void {
    const mine = this.#ofUser.get(user) ?? 0;
    if (mine > 0 && mine + bytes > this.#mostOfOne) {
      throw tooMany('Payloads that you asked for are still on their way to you.');
    }
    if (this.#bytes > 0 && this.#bytes + bytes > this.#mostBytes) {
      throw tooMany('Too many payloads are on their way to clients.');
    }
  }

  #add(user: number, bytes: number): void {
    this.#bytes += bytes;
    const mine = (this.#ofUser.get(user) ?? 0) + bytes;
    if (mine > 0) this.#ofUser.set(user, mine);
    else this.#ofUser.delete(user);
  }

  /** A piece whenever the client has taken those before. */
  *#cut(payload: Uint8Array, response: ServerResponse): Generator<Uint8Array> {
    const impatient = setTimeout(() => response.socket?.destroy(), this.#patienceMs).unref();
    finished(response, () => clearTimeout(impatient));
    for (let at = 0; at < payload.byteLength; at += PIECE_BYTES) {
      if (!response.closed) impatient.refresh();
      yield payload.subarray(at, at + PIECE_BYTES);
    }
  }
}
