import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import {
  CONNACK,
  connectPacket,
  PINGREQ,
  PINGRESP,
  PUBACK,
  PUBLISH,
  publishPacket,
  readAnswer,
  readPackets,
  readTopic,
  SUBACK,
  subscribePacket,
  UNSUBACK,
  unsubscribePacket,
  type Login,
  type Packet,
} from './mqtt-packets.js';

/** A reason code (MQTT 5.0 section 2.4); nothing when the broker ended the connection instead. */
export type Reason = number | undefined;

/**
 * A client of a broker that asks much and quickly what it may do: a batch of questions goes out in one piece, and
 * is answered when the broker has answered the last of them. One batch at a time.
 */
export class Asker {
  private rest: Buffer = Buffer.alloc(0);
  private readonly answers = new Map<number, number>();
  private heard: string[] = [];
  private pings = 0;
  private ended = false;
  private wake: () => void = () => undefined;
  private connackReason: Reason;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    // The end of the connection is an answer, whether in order or as an error (ECONNRESET).
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.ended = true;
      this.wake();
    });
  }

  /** Connects and logs in; {@link Asker.reason} tells whether that was allowed. */
  static async connect(port: number, login: Login): Promise<Asker> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const asker = new Asker(socket);
    socket.write(connectPacket(login));
    await asker.until(() => asker.connackReason !== undefined);
    return asker;
  }

  /** What CONNACK said: 0 when the broker let us in. */
  get reason(): Reason {
    return this.connackReason;
  }

  publish(topics: readonly string[], payload = ''): Promise<readonly Reason[]> {
    return this.batch(topics.map((topic, index) => publishPacket(index + 1, topic, payload)));
  }

  subscribe(filters: readonly string[]): Promise<readonly Reason[]> {
    return this.batch(filters.map((filter, index) => subscribePacket(index + 1, filter)));
  }

  unsubscribe(filters: readonly string[]): Promise<readonly Reason[]> {
    return this.batch(filters.map((filter, index) => unsubscribePacket(index + 1, filter)));
  }

  /**
   * The topics of all messages since the last call that the broker sent us. A ping is the fence: the broker sends
   * in order, so what it had for us before the ping has come when it is answered.
   */
  async received(): Promise<readonly string[]> {
    const before = this.pings;
    this.socket.write(PINGREQ);
    await this.until(() => this.pings > before);
    const heard = this.heard;
    this.heard = [];
    return heard;
  }

  /** Ends the connection without a word. */
  end(): void {
    this.socket.destroy();
  }

  private async batch(packets: readonly Buffer[]): Promise<readonly Reason[]> {
    if (packets.length === 0) return [];
    this.answers.clear();
    this.socket.write(Buffer.concat(packets));
    await this.until(() => this.answers.size === packets.length);
    return packets.map((_, index) => this.answers.get(index + 1));
  }

  private take(chunk: Buffer): void {
    const { packets, rest } = readPackets(Buffer.concat([this.rest, chunk]));
    this.rest = rest;
    for (const packet of packets) this.note(packet);
    this.wake();
  }

  private note(packet: Packet): void {
    switch (packet.kind) {
      case CONNACK:
        this.connackReason = packet.body[1];
        break;
      case PUBLISH:
        this.heard.push(readTopic(packet));
        break;
      case PUBACK:
      case SUBACK:
      case UNSUBACK: {
        const { id, reason } = readAnswer(packet);
        this.answers.set(id, reason);
        break;
      }
      case PINGRESP:
        this.pings++;
        break;
    }
  }

  /** Waits until something that came in makes it so, or the connection has ended. */
  private async until(condition: () => boolean): Promise<void> {
    while (!condition() && !this.ended) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
