import type { MqttClient } from 'mqtt';
import { get } from 'sparkplug-payload';
import type { TestBroker } from '#testing';

const encoder = get('spBv1.0');
if (encoder === null) throw new Error('the encoder has no spBv1.0');
const { encodePayload, decodePayload } = encoder;

type UPayload = Parameters<typeof encodePayload>[0];
export type Metric = NonNullable<UPayload['metrics']>[number];

/** What an edge node is called, and what it has; births name all of it. */
export interface EdgeScript {
  readonly group: string;
  readonly node: string;
  readonly metrics?: readonly Metric[];
  readonly devices?: Readonly<Record<string, readonly Metric[]>>;
}

const encode = (payload: UPayload) => Buffer.from(encodePayload(payload));

/** A Sparkplug edge node as the specification has it, on MQTT 3.1.1. */
export class EdgeNode {
  #seq = 0;

  private constructor(
    private readonly client: MqttClient,
    private readonly script: EdgeScript,
    private readonly bdSeq: number,
  ) {}

  /** Connects with its death as will, and gives births; asked for a rebirth, it gives them again. */
  static async start(broker: TestBroker, script: EdgeScript, bdSeq = 0): Promise<EdgeNode> {
    const { group, node } = script;
    const client = await broker.connect({
      clientId: `edge-${group}-${node}`,
      protocolVersion: 4,
      will: {
        topic: `spBv1.0/${group}/NDEATH/${node}`,
        payload: encode({ timestamp: Date.now(), metrics: [bdSeqMetric(bdSeq)] }),
        qos: 1,
        retain: false,
      },
    });
    const edge = new EdgeNode(client, script, bdSeq);
    client.on('message', (_, payload) => {
      const { metrics } = decodePayload(payload);
      const asked = metrics?.some(({ name, value }) => name === REBIRTH && value === true);
      if (asked) void edge.giveBirth();
    });
    await client.subscribeAsync(`spBv1.0/${group}/NCMD/${node}`, { qos: 1 });
    await edge.giveBirth();
    // Answered in order: the broker has the births before anybody pulls the plug.
    await client.unsubscribeAsync('births/are/there');
    return edge;
  }

  async giveBirth(): Promise<void> {
    const { metrics = [], devices = {} } = this.script;
    this.#seq = 0;
    const rebirth: Metric = { name: REBIRTH, type: 'Boolean', value: false };
    await this.#say('NBIRTH', [bdSeqMetric(this.bdSeq), rebirth, ...metrics]);
    for (const [device, own] of Object.entries(devices)) await this.#say('DBIRTH', own, device);
  }

  /** Data of the node, or of a device. */
  async tell(metrics: readonly Metric[], device?: string): Promise<void> {
    await this.#say(device === undefined ? 'NDATA' : 'DDATA', metrics, device);
  }

  /** The next message seems to be one after some that were lost. */
  skip(messages: number): void {
    this.#seq = (this.#seq + messages) % 256;
  }

  async deviceDeath(device: string): Promise<void> {
    await this.#say('DDEATH', [], device);
  }

  /** Its connection breaks as when the power goes; the broker publishes its will. */
  die(): void {
    this.client.stream.destroy();
  }

  async #say(type: string, metrics: readonly Metric[], device?: string): Promise<void> {
    const { group, node } = this.script;
    const place = device === undefined ? node : `${node}/${device}`;
    const payload = encode({ timestamp: Date.now(), seq: this.#seq, metrics: [...metrics] });
    this.#seq = (this.#seq + 1) % 256;
    await this.client.publishAsync(`spBv1.0/${group}/${type}/${place}`, payload, { qos: 0 });
  }
}

const REBIRTH = 'Node Control/Rebirth';

function bdSeqMetric(value: number): Metric {
  return { name: 'bdSeq', type: 'Int64', value };
}
