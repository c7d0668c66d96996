import type { WebSocket } from 'ws';
import { STREAM_CLOSE, type StreamEvent } from '#contract';
import type { Principal } from '../http/principal.js';

/** Above this a client is behind: what it watches is coalesced further instead of sent. */
const BEHIND_BYTES = 262_144;
/** A client that stays behind for this long loses its connection. */
const PATIENCE_MS = 10_000;
const TERMINATE_MS = 1_000;
const MAX_TIMER_MS = 2_147_483_647;

/** One client of the event stream. Never buffers more than {@link BEHIND_BYTES} and one burst. */
export class StreamConnection {
  private behindSince: number | undefined;
  private expiry: NodeJS.Timeout | undefined;
  private pinged = false;

  constructor(
    private readonly socket: WebSocket,
    readonly principal: Principal,
  ) {
    this.armExpiry();
    socket.on('pong', () => {
      this.pinged = false;
    });
    socket.once('close', () => {
      clearTimeout(this.expiry);
    });
  }

  /** Whether the client reads fast enough to be sent more now; closes it when its patience is used up. */
  ready(now: number): boolean {
    if (!this.open) return false;
    if (this.socket.bufferedAmount <= BEHIND_BYTES) {
      this.behindSince = undefined;
      return true;
    }
    this.behindSince ??= now;
    if (now - this.behindSince > PATIENCE_MS) this.close('tooSlow');
    return false;
  }

  /** Whether neither side has begun to close it. */
  get open(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** Whether the last ping has had no answer: the client is gone without a word. */
  get unanswered(): boolean {
    return this.pinged;
  }

  ping(): void {
    this.pinged = true;
    this.socket.ping();
  }

  send(event: StreamEvent): void {
    if (this.open) this.socket.send(JSON.stringify(event));
  }

  close(reason: keyof typeof STREAM_CLOSE): void {
    this.socket.close(STREAM_CLOSE[reason]);
    // A client that does not read would never answer the close frame either.
    setTimeout(() => {
      this.socket.terminate();
    }, TERMINATE_MS).unref();
  }

  private armExpiry(): void {
    const left = this.principal.expiresAt - Date.now();
    const wait = Math.min(Math.max(left, 0), MAX_TIMER_MS);
    this.expiry = setTimeout(() => {
      if (this.principal.expiresAt <= Date.now()) this.close('notAuthenticated');
      else this.armExpiry();
    }, wait).unref();
  }
}
