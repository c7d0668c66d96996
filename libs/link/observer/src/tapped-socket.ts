import type { OnReadOpts, Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { MalformedPacket, PublishTap, type PublishTapOptions } from './publish-tap.js';
import { ReadPace } from './read-pace.js';

/** How long the socket is left alone when {@link ReadPace} allows it. */
const REST_MS = 1;

/** How long messages may be taken at a stretch, before questions and the other connection have their turn. */
const STRETCH_MS = 8;

/** Acknowledgements that the broker may leave unread; it cannot owe this many and keep to Receive Maximum. */
const UNREAD_BYTES = 1_048_576;

export interface TappedSocketOptions extends Omit<PublishTapOptions, 'pass' | 'reply'> {
  /** Opens the connection; the socket reads into the buffers it is given. */
  readonly open: (onread: OnReadOpts) => Socket;
  /** Called whenever bytes arrived, of whatever kind. */
  readonly heard: () => void;
}

/**
 * The stream that mqtt.js is given in place of a socket: what it writes goes to the broker, what it reads is
 * what {@link PublishTap} passes on.
 *
 * PINGRESP is not passed on. Behind a flood it comes late, and any other byte after a ping proves as much;
 * a late one would only move the next ping past what the broker allows (MQTT 5 section 3.1.2.10).
 */
export class TappedSocket extends Duplex {
  readonly #socket: Socket;
  readonly #tap: PublishTap;
  readonly #heard: () => void;
  readonly #rest: NodeJS.Timeout;
  readonly #pace = new ReadPace();
  #resting = false;
  #stretch = 0;
  #full = false;

  constructor({ open, heard, ...tap }: TappedSocketOptions) {
    super({ allowHalfOpen: false });
    this.#heard = heard;
    this.#tap = new PublishTap({
      ...tap,
      pass: (packet) => this.#pass(packet),
      reply: (packets) => this.#reply(packets),
    });
    this.#socket = open({
      buffer: () => this.#tap.space(),
      callback: (count, buffer) => this.#received(count, buffer.length),
    });
    this.#rest = setTimeout(() => this.#goOn(), REST_MS);
    this.#socket.on('error', (error) => this.destroy(error));
    this.#socket.on('close', () => this.destroy());
  }

  override _read(): void {
    if (!this.#full) return;
    this.#full = false;
    if (!this.#resting) this.#socket.resume();
  }

  override _write(
    chunk: Uint8Array,
    _encoding: string,
    done: (error?: Error | null) => void,
  ): void {
    this.#socket.write(chunk, done);
  }

  override _writev(
    chunks: { readonly chunk: Uint8Array }[],
    done: (error?: Error | null) => void,
  ): void {
    this.#socket.cork();
    const last = chunks.length - 1;
    for (const [i, { chunk }] of chunks.entries()) {
      this.#socket.write(chunk, i === last ? done : undefined);
    }
    this.#socket.uncork();
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#rest);
    this.#socket.destroy();
    done(error);
  }

  /** False stops the socket's reading until {@link #goOn}. */
  #received(count: number, space: number): boolean {
    // The socket may hand over one more buffer after it was destroyed.
    if (this.destroyed) return false;
    this.#heard();
    const begun = performance.now();
    try {
      this.#tap.received(count);
    } catch (error) {
      // Foreign bytes: nothing but reading them can tell that they are not MQTT.
      if (!(error instanceof MalformedPacket)) throw error;
      this.destroy(error);
      return false;
    }
    const now = performance.now();
    this.#stretch += now - begun;
    this.#resting = this.#pace.mayRest(count, now) && count < space;
    if (this.#resting) this.#rest.refresh();
    else if (this.#stretch > STRETCH_MS) this.#letOthersRun();
    return !this.#resting && !this.#full;
  }

  /** libuv reads up to 32 times before it looks at anything else: at a flood, 8 MB. */
  #letOthersRun(): void {
    this.#resting = true;
    setImmediate(() => this.#goOn());
  }

  #goOn(): void {
    this.#resting = false;
    this.#stretch = 0;
    if (!this.#full && !this.destroyed) this.#socket.resume();
  }

  #pass(packet: Uint8Array): void {
    this.#full = !this.push(packet);
  }

  // Between two packets of mqtt.js, which hands over each in one go.
  #reply(packets: Uint8Array): void {
    // Nothing may follow DISCONNECT.
    if (!this.#socket.writable) return;
    if (this.#socket.writableLength > UNREAD_BYTES) {
      throw new MalformedPacket('it does not read the acknowledgements it asks for');
    }
    this.#socket.write(packets);
  }
}
