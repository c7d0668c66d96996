import type { Duplex } from 'node:stream';
import {
  ErrorWithSubackPacket,
  MqttClient,
  type IClientOptions,
  type IConnackPacket,
  type Packet,
} from 'mqtt';
import type { Failure } from './failure.js';
import type { BrokerTarget } from './snapshot.js';

const KEEPALIVE_S = 30;
const ANSWER_MS = 10_000;
/** Below Mosquitto's `max_queued_messages`, beyond which it drops what it counts as in flight. */
const RECEIVE_MAXIMUM = 900;

/** A message as mqtt.js hands it over. */
export interface Message {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
}

export interface Subscription {
  readonly filter: string;
  readonly qos: 0 | 1 | 2;
}

export interface SessionOptions {
  readonly target: BrokerTarget;
  readonly clientId: string;
  /** Asked for once the broker let us in; without it nothing is. */
  readonly subscription?: Subscription;
  readonly protocolVersion: 4 | 5;
  /** Seconds of silence after which a side asks whether the other still lives; 30 when left out. */
  readonly keepalive?: number;
  /**
   * The stream for MQTT's bytes. One that keeps PINGRESP to itself calls `heard` for every arrival of bytes:
   * that the broker lives is then taken from any of them.
   */
  readonly openStream: (heard: () => void) => Duplex;
  readonly onMessage?: (message: Message) => void;
  /** The broker let us in: from here on the client is the caller's, up to its end. */
  readonly onConnected?: (client: MqttClient, answer: IConnackPacket) => void;
  /** The broker granted the subscription. */
  readonly onGranted?: () => void;
  /** Called once, whatever happens; nothing is called after it. */
  readonly onEnd: (failure: Failure) => void;
}

export interface Session {
  /** Says goodbye, which brings {@link SessionOptions.onEnd} about. */
  end(): void;
}

/** One connection to the broker with one subscription or none, from CONNECT to its end; it does not reconnect. */
export function openSession(options: SessionOptions): Session {
  const { openStream, onMessage, onEnd } = options;
  let pinged = false;
  let answered = false;
  let failure: Failure | undefined;
  const heard = () => {
    if (!pinged) return;
    pinged = false;
    client.reschedulePing(true);
  };
  const client = new MqttClient(() => openStream(heard), clientOptions(options));
  const fail = (cause: Failure) => (failure ??= cause);

  client.on('packetsend', (packet) => (pinged ||= packet.cmd === 'pingreq'));
  client.on('packetreceive', (packet) => {
    answered = true;
    const code = packet.cmd === 'connack' ? refusal(packet) : 0;
    if (code !== 0) fail({ kind: 'refused', code });
  });
  client.on('disconnect', ({ reasonCode = 0 }) => fail({ kind: 'dismissed', code: reasonCode }));
  client.on('error', (error) => {
    fail({ kind: 'error', error });
    // After bytes that are not MQTT mqtt.js would read on.
    client.stream.destroy();
  });
  client.once('close', () => onEnd(failure ?? { kind: 'closed', answered }));
  client.once('connect', (answer) => {
    options.onConnected?.(client, answer);
    if (options.subscription) subscribe(client, options.subscription, { ...options, fail });
  });
  if (onMessage) {
    client.on('message', (topic, payload, { qos, retain }) =>
      onMessage({ topic, payload, qos, retain }),
    );
  }
  try {
    client.connect();
  } catch (error) {
    // tls.connect throws for a text that is not PEM; only OpenSSL can tell.
    queueMicrotask(() => onEnd({ kind: 'error', error: error as Error }));
  }
  // There is nobody to say goodbye to before CONNACK.
  return { end: () => void client.end(!client.connected) };
}

function clientOptions({
  target,
  clientId,
  protocolVersion,
  keepalive = KEEPALIVE_S,
}: SessionOptions): IClientOptions {
  const { username, password } = target;
  return {
    ...{ clientId, protocolVersion, clean: true, keepalive },
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(protocolVersion === 5 ? { properties: { receiveMaximum: RECEIVE_MAXIMUM } } : {}),
    ...{ manualConnect: true, reconnectPeriod: 0, resubscribe: false, queueQoSZero: false },
    connectTimeout: ANSWER_MS,
    // Pings go out by the clock: acknowledgements received do not tell the broker that we live.
    reschedulePings: false,
    timerVariant: 'native',
  };
}

function subscribe(
  client: MqttClient,
  { filter, qos }: Subscription,
  { onGranted, fail }: Pick<SessionOptions, 'onGranted'> & { fail: (failure: Failure) => void },
): void {
  // Retain as published: else live messages never say that they were retained (MQTT 5 section 3.8.3.1).
  client.subscribe(filter, { qos, rap: true }, (error) => {
    if (!error) {
      onGranted?.();
      return;
    }
    // The packet is missing when the connection broke instead; the types do not say so.
    const suback: ErrorWithSubackPacket['packet'] | undefined =
      error instanceof ErrorWithSubackPacket ? error.packet : undefined;
    if (suback) fail({ kind: 'not-granted', filter, code: Number(suback.granted[0] ?? 0x80) });
    client.end(true);
  });
}

/** CONNACK's code, under the name that the protocol version gives it. */
function refusal(packet: Packet & { cmd: 'connack' }): number {
  return packet.reasonCode ?? packet.returnCode ?? 0;
}
