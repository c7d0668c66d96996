import type { Packet } from 'mqtt';
import { describeFailure, type BrokerTarget, type Failure } from '#link/observer';
import type { Connection } from './connect.js';
import { BrokerUnreachable, PublishRefused } from './errors.js';
import type { OutgoingMessage, Qos } from './message.js';
import { publishHead, pubrel } from './publish-packet.js';

export interface Published {
  /** The broker said that it took the message; with QoS 0 it never says so, not even when it refuses. */
  readonly acknowledged: boolean;
  /** It said that nobody subscribes to the topic (MQTT 5 section 3.4.2.1); QoS 1 and 2 only. */
  readonly noSubscribers: boolean;
}

/** What the broker allows on this connection. */
interface Limits {
  readonly inFlight: number;
  readonly qos: number;
  readonly retain: boolean;
  readonly packetBytes: number;
}

interface Pending {
  readonly resolve: (published: Published) => void;
  readonly reject: (error: Error) => void;
}

/** Mosquitto's own limit; MQTT 3.1.1 has no way to tell another. */
const IN_FLIGHT = 20;
const PERHAPS_TAKEN = 'The broker may have taken the message all the same.';
/** A PUBLISH ends a connection with these when it is what the broker will not have (MQTT 5 section 3.14.2.1). */
const ABOUT_THE_MESSAGE: ReadonlySet<number> = new Set([
  0x81, 0x82, 0x87, 0x90, 0x95, 0x97, 0x99, 0x9a, 0x9b,
]);

/**
 * Publishes over one connection, on which nothing else happens, and tells how each message ended. mqtt.js keeps
 * the session; PUBLISH and PUBREL are written here, since it could not keep the order of user properties.
 */
export class PublishLine {
  readonly #connection: Connection;
  readonly #target: BrokerTarget;
  readonly #limits: Limits;
  readonly #pending = new Map<number, Pending>();
  readonly #waiting: (() => void)[] = [];
  #lastId = 0;
  #failure: Failure | undefined;

  constructor(connection: Connection, target: BrokerTarget) {
    this.#connection = connection;
    this.#target = target;
    this.#limits = limitsOf(connection);
    connection.client.on('packetreceive', (packet) => this.#hear(packet));
    void connection.ended.then((failure) => this.#fail(failure));
  }

  /** Settles when the connection has ended. */
  get ended(): Promise<unknown> {
    return this.#connection.ended;
  }

  /** The highest QoS that may be published with. */
  get maximumQos(): number {
    return this.#limits.qos;
  }

  /**
   * Rejects with {@link PublishRefused} or {@link BrokerUnreachable}. `onSent` is called when the message is on
   * its way and only its acknowledgement is waited for: from then on the broker may have it.
   */
  async send(message: OutgoingMessage, onSent?: () => void): Promise<Published> {
    const refusal = this.#refusal(message);
    if (refusal) throw refusal;
    while (message.qos > 0 && this.#pending.size >= this.#limits.inFlight) {
      await new Promise<void>((go) => this.#waiting.push(go));
    }
    if (this.#failure) throw this.#unreachable(this.#failure);
    if (message.qos === 0) return this.#sendOnce(message);
    onSent?.();
    return this.#sendCounted(message);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #refusal({ topic, payload, qos, retain, properties }: OutgoingMessage) {
    const { limits, version } = { limits: this.#limits, version: this.#connection.protocolVersion };
    if (version === 4 && properties.length > 0) {
      return new PublishRefused(
        'The broker speaks MQTT 3.1.1, in which a message has no properties. Publish without them.',
      );
    }
    if (qos > limits.qos) return PublishRefused.by(0x9b);
    if (retain && !limits.retain) return PublishRefused.by(0x9a);
    // 5 + 2 + 2 + 4: the most that lengths and the packet id take.
    const bytes = 13 + Buffer.byteLength(topic) + properties.length + payload.length;
    return bytes > limits.packetBytes ? PublishRefused.by(0x95) : undefined;
  }

  /** Resolves once the message has left for the network. */
  #sendOnce(message: OutgoingMessage): Promise<Published> {
    return new Promise((resolve, reject) => {
      this.#write(message, 0, (error) => {
        if (error) reject(this.#unreachable(this.#failure ?? { kind: 'error', error }));
        else resolve({ acknowledged: false, noSubscribers: false });
      });
    });
  }

  #sendCounted(message: OutgoingMessage): Promise<Published> {
    const id = this.#freeId();
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#write(message, id);
    });
  }

  #write(message: OutgoingMessage, id: number, done?: (error?: Error | null) => void): void {
    const { client, protocolVersion } = this.#connection;
    const { stream } = client;
    stream.cork();
    stream.write(publishHead(message, { id, protocolVersion }));
    stream.write(message.payload, done);
    stream.uncork();
  }

  #freeId(): number {
    do this.#lastId = (this.#lastId % 0xffff) + 1;
    while (this.#pending.has(this.#lastId));
    return this.#lastId;
  }

  #hear(packet: Packet): void {
    if (packet.cmd !== 'puback' && packet.cmd !== 'pubrec' && packet.cmd !== 'pubcomp') return;
    const { cmd, messageId: id = 0, reasonCode: code = 0, properties } = packet;
    const pending = this.#pending.get(id);
    if (!pending) return;
    if (code >= 0x80 && cmd !== 'pubcomp') {
      this.#settle(id);
      pending.reject(PublishRefused.by(code, properties?.reasonString));
    } else if (cmd === 'pubrec') {
      this.#pending.set(id, { ...pending, resolve: () => pending.resolve(taken(code)) });
      this.#connection.client.stream.write(pubrel(id));
    } else {
      this.#settle(id);
      pending.resolve(taken(code));
    }
  }

  #settle(id: number): void {
    this.#pending.delete(id);
    this.#waiting.shift()?.();
  }

  #fail(failure: Failure): void {
    this.#failure = failure;
    const left = [...this.#pending.values()];
    this.#pending.clear();
    // When it is one message alone that the connection ended for, that is no fault of the connection.
    const refusal = left.length === 1 ? refusalIn(failure) : undefined;
    const words = `${describeFailure(failure, this.#target)} ${PERHAPS_TAKEN}`;
    const error = refusal ?? new BrokerUnreachable(words);
    for (const { reject } of left) reject(error);
    for (const go of this.#waiting.splice(0)) go();
  }

  #unreachable(failure: Failure): BrokerUnreachable {
    return new BrokerUnreachable(describeFailure(failure, this.#target));
  }
}

const taken = (code: number): Published => ({ acknowledged: true, noSubscribers: code === 0x10 });

function refusalIn(failure: Failure): PublishRefused | undefined {
  if (failure.kind === 'dismissed' && ABOUT_THE_MESSAGE.has(failure.code)) {
    return PublishRefused.by(failure.code);
  }
  // Mosquitto answers 0x95 above its message_size_limit, which no PUBACK may hold (MQTT 5 section 3.4.2.1):
  // mqtt.js takes it for an error of the protocol.
  return failure.kind === 'error' &&
    /^Invalid pub(ack|rec) reason code$/.test(failure.error.message)
    ? PublishRefused.by(0x95)
    : undefined;
}

/** MQTT 5 section 3.2.2.3: what CONNACK does not mention is not limited. */
function limitsOf({ protocolVersion, answer: { properties } }: Connection): Limits {
  const unlimited = protocolVersion === 5 ? 0xffff : IN_FLIGHT;
  return {
    inFlight: properties?.receiveMaximum ?? unlimited,
    qos: properties?.maximumQoS ?? (2 satisfies Qos),
    retain: properties?.retainAvailable ?? true,
    packetBytes: properties?.maximumPacketSize ?? Number.POSITIVE_INFINITY,
  };
}
