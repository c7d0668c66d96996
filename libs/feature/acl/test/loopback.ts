import type { IClientOptions, MqttClient } from 'mqtt';
import type { TestBroker } from '#testing';

const EVERY_MS = 10;

/** Messages of QoS 1 all the time from one connection to another, and how long each takes. */
export class Loopback {
  private readonly sentAt = new Map<string, number>();
  private readonly times: number[] = [];
  private readonly timer: NodeJS.Timeout;
  private sent = 0;

  private constructor(
    private readonly topic: string,
    private readonly sender: MqttClient,
    receiver: MqttClient,
  ) {
    receiver.on('message', (_, payload) => this.hear(payload.toString()));
    this.timer = setInterval(() => this.send(), EVERY_MS);
  }

  /** @param login of somebody who may do everything with the topic */
  static async begin(
    broker: TestBroker,
    topic: string,
    login: IClientOptions = {},
  ): Promise<Loopback> {
    // With one connection, the acknowledgement would keep the message waiting, by Nagle's algorithm.
    const [sender, receiver] = [await broker.connect(login), await broker.connect(login)];
    await receiver.subscribeAsync(topic, { qos: 1 });
    return new Loopback(topic, sender, receiver);
  }

  /** Ends it: what 99 % of the messages took at most, in milliseconds; those on their way as long as they have been. */
  end(): { readonly p99: number; readonly messages: number } {
    clearInterval(this.timer);
    const now = performance.now();
    const all = [...this.times, ...[...this.sentAt.values()].map((at) => now - at)];
    const p99 = all.toSorted((a, b) => a - b)[Math.ceil(all.length * 0.99) - 1] ?? Infinity;
    return { p99, messages: all.length };
  }

  private send(): void {
    const number = String(++this.sent);
    this.sentAt.set(number, performance.now());
    this.sender.publish(this.topic, number, { qos: 1 });
  }

  private hear(number: string): void {
    this.times.push(performance.now() - (this.sentAt.get(number) ?? -Infinity));
    this.sentAt.delete(number);
  }
}
