import type { BrokerTarget } from '#link/observer';
import { connect } from './connect.js';
import { BrokerUnreachable } from './errors.js';
import type { OutgoingMessage } from './message.js';
import { PublishLine, type Published } from './publish-line.js';

export type { Published } from './publish-line.js';

const IDLE_MS = 30_000;
const PATIENCE_MS = 10_000;

export interface BrokerPublisherOptions {
  readonly target: () => Promise<BrokerTarget>;
  /** Becomes part of the client id; `publisher` when left out. */
  readonly name?: string;
  /** After how long without a message the connection is closed; 30 s when left out. */
  readonly idleMs?: number;
  /** How long the broker may take for a message, the log-in included; 10 s when left out. */
  readonly patienceMs?: number;
}

/** Publishes, over a connection that is opened when there is something to publish and closed when there is not. */
export class BrokerPublisher {
  readonly #options: BrokerPublisherOptions;
  #opening: Promise<PublishLine> | undefined;
  #giveUp = new AbortController();
  #busy = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(options: BrokerPublisherOptions) {
    this.#options = options;
  }

  /**
   * Resolves when the broker has answered; with QoS 0, when the message is on its way. Rejects with
   * `PublishRefused` or `BrokerUnreachable`.
   */
  async publish(message: OutgoingMessage): Promise<Published> {
    clearTimeout(this.#idle);
    this.#busy++;
    try {
      return await this.#inTime(message);
    } finally {
      this.#busy--;
      if (this.#busy === 0) this.#closeWhenIdle();
    }
  }

  /** Deletes the retained message of a topic, and has that acknowledged where the broker allows it. */
  async clear(topic: string): Promise<void> {
    const nothing = new Uint8Array();
    const { maximumQos } = await this.#line();
    const qos = maximumQos > 0 ? 1 : 0;
    await this.publish({ topic, payload: nothing, qos, retain: true, properties: nothing });
  }

  /** Closes the connection, if there is one; what is still under way fails. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const opening = this.#opening;
    this.#opening = undefined;
    this.#giveUp.abort();
    this.#giveUp = new AbortController();
    const line = await opening?.catch(() => undefined); // whoever publishes was told why there is none
    await line?.close();
  }

  async #inTime(message: OutgoingMessage): Promise<Published> {
    const { patienceMs = PATIENCE_MS } = this.#options;
    const late = Promise.withResolvers<never>();
    let sent = false;
    const timer = setTimeout(() => {
      // A broker that is silent for so long would leave every later message waiting as well.
      void this.close();
      late.reject(new BrokerUnreachable(silence(patienceMs, sent)));
    }, patienceMs);
    const onSent = () => {
      sent = true;
    };
    try {
      return await Promise.race([
        late.promise,
        this.#line().then((line) => line.send(message, onSent)),
      ]);
    } finally {
      clearTimeout(timer);
    }
  }

  #line(): Promise<PublishLine> {
    if (this.#opening) return this.#opening;
    const opening = this.#open();
    this.#opening = opening;
    const forget = () => {
      if (this.#opening === opening) this.#opening = undefined;
    };
    void opening.then(({ ended }) => ended).then(forget, forget);
    return opening;
  }

  async #open(): Promise<PublishLine> {
    const { target: find, name = 'publisher' } = this.#options;
    const { signal } = this.#giveUp;
    const target = await find();
    return new PublishLine(await connect({ target, name, signal }), target);
  }

  #closeWhenIdle(): void {
    const { idleMs = IDLE_MS } = this.#options;
    this.#idle = setTimeout(() => void this.close(), idleMs).unref();
  }
}

function silence(ms: number, sent: boolean): string {
  const time = `${ms / 1000} s`;
  return sent
    ? `The broker did not acknowledge in ${time}; it may have taken the message all the same.`
    : `The broker did not answer within ${time}.`;
}
