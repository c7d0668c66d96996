import type { MqttClient } from 'mqtt';
import type { TestBroker } from '#testing';
import { PASSWORD } from './access-desk.js';

const PAUSE_MS = 3;
const MARK = 'from the stranger';

/** What went through that never may. */
export interface Breach {
  readonly what: 'received' | 'published';
  readonly topic: string;
}

/** Traffic on these topics all the time, and a client without any rights that tries to get and to put messages. */
export class Intruder {
  private readonly breaches: Breach[] = [];
  private tries = 0;
  private messages = 0;
  private going = true;
  private loop: Promise<void> = Promise.resolve();

  private constructor(
    private readonly topics: readonly string[],
    private readonly witness: MqttClient,
    private readonly stranger: MqttClient,
  ) {}

  /** @param names the user who may do everything, and the one who may do nothing */
  static async enter(
    broker: TestBroker,
    topics: readonly string[],
    [sender, name] = ['sender', 'stranger'],
  ): Promise<Intruder> {
    const lasting = { reconnectPeriod: 20, password: PASSWORD, clean: true };
    const witness = await broker.connect({ ...lasting, username: sender });
    const stranger = await broker.connect({ ...lasting, username: name });
    const intruder = new Intruder(topics, witness, stranger);
    await witness.subscribeAsync('#');
    witness.on('message', (topic, payload) => {
      if (payload.toString() === MARK) intruder.breaches.push({ what: 'published', topic });
      else intruder.messages++;
    });
    stranger.on('message', (topic) => intruder.breaches.push({ what: 'received', topic }));
    intruder.loop = intruder.run();
    return intruder;
  }

  breached(what: Breach['what']): boolean {
    return this.breaches.some((breach) => breach.what === what);
  }

  /** Ends it and tells what went through, how often it was tried, and how much traffic there was. */
  async leave(): Promise<{ breaches: readonly Breach[]; tries: number; messages: number }> {
    this.going = false;
    await this.loop;
    const { breaches, tries, messages } = this;
    return { breaches, tries, messages };
  }

  private async run(): Promise<void> {
    for (let turn = 0; this.going; turn++) {
      const topic = this.topics[turn % this.topics.length] ?? '';
      if (this.witness.connected) this.witness.publish(topic, 'traffic');
      if (this.stranger.connected) {
        this.tries++;
        this.stranger.publish(topic, MARK);
        if (turn % 10 === 0) this.stranger.subscribe(['#', topic]);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
