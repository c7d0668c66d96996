import { setTimeout as pause } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import type { TestBroker } from '#testing';
import { openBakery } from './bakery-edges.js';
import type { EdgeNode } from './edge-node.js';

/** What one message carries. */
interface Message {
  readonly topic: string;
  readonly payload: string | Buffer;
  readonly retain?: boolean;
}

const LINES = [1, 2, 3, 4] as const;
const OVENS = [1, 2] as const;

/** A wave between -1 and 1 with a period of so many seconds: every run of the plant is the same. */
const wave = (second: number, period: number) => Math.sin((2 * Math.PI * second) / period);

const rounded = (value: number, decimals = 1) => Number(value.toFixed(decimals));

/** What stays the same all day. */
function* nameplates(): Generator<Message> {
  for (const line of LINES) {
    const order = { order: `WO-26${40 + line}`, article: 'Ciabatta 300 g', due: 4800, made: 1204 };
    const recipe = { name: 'ciabatta-300', version: 7, zones: [232, 241, 236], steam: true };
    const at = `bakery/line-${line}`;
    yield { topic: `${at}/order`, payload: JSON.stringify(order), retain: true };
    yield { topic: `${at}/recipe`, payload: JSON.stringify(recipe), retain: true };
    yield { topic: `${at}/status`, payload: line === 4 ? 'cleaning' : 'running', retain: true };
  }
  yield { topic: 'bakery/gateway/firmware', payload: '4.2.1', retain: true };
}

/** What the plant says in one second of its day. */
function* second(now: number): Generator<Message> {
  for (const line of LINES.slice(0, 3)) yield* baking(line, now);
  for (const meter of ['main', 'line-1', 'line-2', 'line-3', 'cold-store']) {
    const kw = rounded(84 + 11 * wave(now + meter.length * 7, 45), 2);
    const reading = { kW: kw, kWh: rounded(120_418 + now / 40, 2), cosPhi: 0.94, phases: 3 };
    yield { topic: `energy/${meter}/meter`, payload: JSON.stringify(reading) };
  }
  for (const room of ['cold-store', 'flour-silo', 'packing'])
    yield { topic: `climate/${room}/temperature`, payload: String(rounded(6 + wave(now, 60))) };
}

function* baking(line: number, now: number): Generator<Message> {
  for (const oven of OVENS) {
    const at = `bakery/line-${line}/oven-${oven}`;
    const actual = rounded(236 + 4 * wave(now + 9 * line + 3 * oven, 40));
    const state = {
      mode: 'baking',
      setpoint: 236,
      actual,
      door: 'closed',
      fan: {
        rpm: Math.round(1480 + 20 * wave(now, 11)),
        load: rounded(0.61 + 0.04 * wave(now, 17), 2),
      },
      alarms: [],
    };
    yield { topic: `${at}/temperature`, payload: actual.toFixed(1) };
    yield { topic: `${at}/state`, payload: JSON.stringify(state) };
  }
  const busy = 3 + Math.round(2 * wave(now + 5 * line, 70));
  for (let piece = 0; piece < busy; piece += 1)
    yield { topic: `bakery/line-${line}/counter/pieces`, payload: String(1204 + now * 4 + piece) };
  yield {
    topic: `bakery/line-${line}/conveyor/speed`,
    payload: (0.42 + 0.01 * wave(now, 9)).toFixed(3),
  };
}

/** A bakery at work: its lines, meters and gateways publish, its scanners come and go. */
export class Plant {
  readonly #closing = new AbortController();

  private constructor(
    private readonly broker: TestBroker,
    private readonly plc: MqttClient,
    private readonly edges: readonly EdgeNode[],
    private day: Promise<void> = Promise.resolve(),
  ) {}

  /** Opens the plant; answers once it has been at work for so many seconds, and it goes on. */
  static async open(broker: TestBroker, seconds: number): Promise<Plant> {
    const [plc, gateway] = await Promise.all([
      broker.connect({ clientId: 'plc-line-1' }),
      broker.connect({ clientId: 'edge-gateway-packing' }),
    ]);
    await tell(gateway, nameplates());
    const plant = new Plant(broker, plc, await openBakery(broker));
    const opened = Promise.withResolvers<undefined>();
    plant.day = plant.#work((now) => now === seconds && opened.resolve(undefined));
    await Promise.race([opened.promise, plant.day]);
    return plant;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.day;
  }

  async #work(tick: (now: number) => void): Promise<void> {
    const { signal } = this.#closing;
    for (let now = 0; !signal.aborted; now += 1) {
      await tell(this.plc, second(now));
      await this.#measure(now);
      if (now % 20 === 0) await this.#shift(now);
      tick(now);
      await pause(1_000, undefined, { signal }).catch(() => undefined);
    }
  }

  /** What the gateway of the first line measures. */
  async #measure(now: number): Promise<void> {
    const [gateway] = this.edges;
    const load = rounded(12.5 + 3 * wave(now, 35), 2);
    await gateway?.tell([{ alias: 20, type: 'Double', value: load }]);
    const celsius = rounded(236 + 4 * wave(now, 40));
    await gateway?.tell([{ alias: 1, type: 'Float', value: celsius }], 'oven-1');
  }

  /** What a log has to tell of an ordinary day; at one time two scanners call themselves the same. */
  async #shift(now: number): Promise<void> {
    const clientId = `scanner-${7 + (now % 3)}`;
    const scanner = await this.broker.connect({ clientId });
    await scanner.subscribeAsync('bakery/+/order', { qos: 1 });
    if (now === 20) await this.broker.connect({ clientId });
    else await scanner.endAsync();
  }
}

async function tell(client: MqttClient, messages: Iterable<Message>): Promise<void> {
  for (const { topic, payload, retain = false } of messages)
    await client.publishAsync(topic, payload, { qos: 1, retain });
}
