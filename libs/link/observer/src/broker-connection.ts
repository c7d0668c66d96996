import type { Duplex } from 'node:stream';
import { backoffDelay } from './backoff.js';
import { describeFailure, outcomeOf, type Failure } from './failure.js';
import { openSession, type Message, type Session, type Subscription } from './session.js';
import type { BrokerTarget } from './snapshot.js';
import { nextPlan, versionOf, type VersionPlan } from './version-plan.js';

/** A connection that held this long was a good one: the next attempts begin quickly again. */
const HELD_LONG_MS = 5_000;

export interface BrokerConnectionOptions {
  readonly target: BrokerTarget;
  readonly clientId: string;
  readonly subscription: Subscription;
  readonly openStream: (protocolVersion: 4 | 5, heard: () => void) => Duplex;
  readonly onMessage?: (message: Message) => void;
  readonly onUp: (protocolVersion: 4 | 5) => void;
  /** `lost`: it was up until now. The next attempt comes by itself. */
  readonly onDown: (down: { readonly reason: string; readonly lost: boolean }) => void;
}

/** Keeps one subscription to the broker alive: connects, tells the protocol version, and tries for ever. */
export class BrokerConnection {
  readonly #options: BrokerConnectionOptions;
  #plan: VersionPlan = 'five';
  #session: Session | undefined;
  #granted = false;
  #upSince: number | undefined;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  #stopped: (() => void) | undefined;

  constructor(options: BrokerConnectionOptions) {
    this.#options = options;
  }

  start(): void {
    const { openStream, onUp: _up, onDown: _down, ...rest } = this.#options;
    const protocolVersion = versionOf(this.#plan);
    this.#granted = false;
    this.#session = openSession({
      ...rest,
      protocolVersion,
      openStream: (heard) => openStream(protocolVersion, heard),
      onGranted: () => this.#up(protocolVersion),
      onEnd: (failure) => this.#ended(failure),
    });
  }

  /** Resolves when the connection is closed. */
  stop(): Promise<void> {
    clearTimeout(this.#retry);
    return new Promise((resolve) => {
      this.#stopped = resolve;
      if (this.#session === undefined) resolve();
      else this.#session.end();
    });
  }

  #up(protocolVersion: 4 | 5): void {
    this.#granted = true;
    if (this.#plan === 'perhaps-four') {
      this.#session?.end();
      return;
    }
    this.#upSince = Date.now();
    this.#options.onUp(protocolVersion);
  }

  #ended(failure: Failure): void {
    this.#session = undefined;
    if (this.#stopped) {
      this.#stopped();
      return;
    }
    const lost = this.#upSince !== undefined;
    const outcome = this.#granted ? 'connected' : outcomeOf(failure);
    this.#plan = lost ? 'five' : nextPlan(this.#plan, outcome);
    if (!lost && this.#plan !== 'five') {
      this.start();
      return;
    }
    const heldLong = lost && Date.now() - (this.#upSince ?? 0) > HELD_LONG_MS;
    this.#upSince = undefined;
    this.#failures = heldLong ? 1 : this.#failures + 1;
    this.#retry = setTimeout(() => this.start(), backoffDelay(this.#failures, Math.random()));
    this.#options.onDown({ reason: describeFailure(failure, this.#options.target), lost });
  }
}
