import type { MqttClient } from 'mqtt';
import { get } from 'sparkplug-payload';
import type { TestBroker } from '#testing';

const sparkplug = get('spBv1.0');
if (sparkplug === null) throw new Error('the encoder has no spBv1.0');
type Metric = Readonly<Record<string, unknown>>;

/** A Sparkplug payload, by the encoder of Eclipse Tahu. */
export function sparkplugPayload(metrics: readonly Metric[], seq?: number, timestamp?: number) {
  const payload = {
    ...{
      metrics,
      ...(seq !== undefined && { seq }),
      ...(timestamp !== undefined && { timestamp }),
    },
  };
  type Written = Parameters<NonNullable<typeof sparkplug>['encodePayload']>[0];
  return Buffer.from(sparkplug!.encodePayload(payload as unknown as Written));
}

export const readSparkplug = (payload: Uint8Array) => sparkplug.decodePayload(payload);

const bdSeqMetric = (value: number) => ({ name: 'bdSeq', type: 'Int64', value });

export const BORN: readonly Metric[] = [
  { name: 'Node Control/Rebirth', type: 'Boolean', value: false },
  {
    ...{ name: 'temperature', alias: 1, type: 'Double', value: 20.5, timestamp: 1_764_147_600_000 },
    properties: { Quality: { type: 'Int32', value: 192 }, unit: { type: 'String', value: '°C' } },
  },
  { name: 'count', alias: 2, type: 'UInt64', value: 7 },
  {
    ...{ name: 'shifts', type: 'DataSet' },
    value: {
      ...{ numOfColumns: 2, columns: ['name', 'parts'], types: ['String', 'Int32'] },
      rows: [
        ['early', 12],
        ['late', -1],
      ],
    },
  },
  {
    ...{ name: 'motor', type: 'Template' },
    value: {
      ...{ templateRef: 'Motor', isDefinition: false, parameters: [] },
      metrics: [{ name: 'rpm', type: 'Int32', value: 1450 }],
    },
  },
];

/** An edge node as the specification has it, with a will that is its death. */
export class TestNode {
  #seq = 0;

  private constructor(
    readonly client: MqttClient,
    private readonly group: string,
    private readonly name: string,
    private readonly bdSeq: number,
  ) {}

  static async connect(broker: TestBroker, group: string, name: string, bdSeq: number) {
    const client = await broker.connect({
      will: {
        ...{ topic: `spBv1.0/${group}/NDEATH/${name}`, qos: 1, retain: false },
        payload: sparkplugPayload([bdSeqMetric(bdSeq)]),
      },
    });
    return new TestNode(client, group, name, bdSeq);
  }

  async birth(metrics: readonly Metric[] = BORN): Promise<void> {
    this.#seq = 0;
    await this.#publish('NBIRTH', [bdSeqMetric(this.bdSeq), ...metrics]);
  }

  data(...metrics: readonly Metric[]): Promise<void> {
    return this.#publish('NDATA', metrics);
  }

  ofDevice(type: 'DBIRTH' | 'DDATA' | 'DDEATH', device: string, ...metrics: readonly Metric[]) {
    return this.#publish(type, metrics, device);
  }

  /** Numbers of messages that nobody gets. */
  lose(messages: number): void {
    this.#seq += messages;
  }

  /** Without a word to the broker, which then publishes the will. */
  die(): void {
    this.client.stream.destroy();
  }

  async #publish(type: string, metrics: readonly Metric[], device?: string): Promise<void> {
    const levels = ['spBv1.0', this.group, type, this.name, ...(device ? [device] : [])];
    const payload = sparkplugPayload(metrics, this.#seq % 256);
    this.#seq += 1;
    await this.client.publishAsync(levels.join('/'), payload, { qos: 1 });
  }
}
