import type { MqttClient } from 'mqtt';
import { startMosquitto, until, type TestBroker } from '#testing';
import { loggedIn } from './people.js';
import { serve, type Answer, type Served } from './served.js';

export interface Counts {
  readonly judged: number;
  readonly violations: number;
  readonly skipped: Readonly<Record<'tooFast' | 'tooLarge' | 'timedOut' | 'notHeld', number>>;
  readonly violationsPerMinute: number;
  readonly lastViolationAt?: string;
}

export interface Schema {
  readonly id: number;
  readonly name: string;
  readonly enabled: boolean;
  readonly draft: string;
  readonly document: unknown;
  readonly version: number;
  readonly suspended?: string;
  readonly counts: Counts;
}

export interface Violation {
  readonly pointer: string;
  readonly keyword: string;
  readonly detail: string;
}

export interface Verdict {
  readonly schemaName: string;
  readonly valid?: boolean;
  readonly errors: readonly Violation[];
  readonly judged: number;
  readonly violations: number;
}

/** A broker that lets everybody in, MCM, and somebody who writes schemas. */
export class SchemaPlant {
  private markers = 0;

  private constructor(
    readonly broker: TestBroker,
    readonly served: Served,
    readonly device: MqttClient,
    readonly admin: string,
    readonly operator: string,
  ) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<SchemaPlant> {
    const broker = await startMosquitto({ quiet: true, conf: ['sys_interval 1'] });
    const served = await serve({ env: { MCM_MOSQUITTO_PORT: String(broker.port), ...env } });
    const admin = await served.logIn();
    const { token } = await loggedIn(served, admin, 'operator');
    await until(async () => {
      const { body } = await served.ask('/readyz');
      return (body as { broker: string }).broker === 'connected';
    });
    return new SchemaPlant(broker, served, await broker.connect(), admin, token);
  }

  ask(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.served.as(this.operator)(method, `/api/v1/json-schemas${path}`, body);
  }

  async create(name: string, topicFilter: string, document: unknown, more = {}): Promise<Schema> {
    const { status, body } = await this.ask('POST', '', { name, topicFilter, document, ...more });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body as Schema;
  }

  async get(id: number): Promise<Schema> {
    return (await this.ask('GET', `/${id}`)).body as Schema;
  }

  publish(topic: string, payload: unknown): Promise<unknown> {
    const bytes = typeof payload === 'string' || Buffer.isBuffer(payload);
    return this.device.publishAsync(topic, bytes ? payload : JSON.stringify(payload), { qos: 1 });
  }

  /** Resolves when all that was published before has been judged; says what was counted. */
  async settled({ id }: Schema, marker: (number: number) => string): Promise<Counts> {
    // Until the feed has begun, nothing is judged.
    await until(async () => {
      await this.publish(marker(0), '0');
      return this.isJudged(marker(0));
    });
    const last = marker((this.markers += 1));
    await this.publish(last, '0');
    await until(() => this.isJudged(last));
    return (await this.get(id)).counts;
  }

  async verdicts(topic: string): Promise<readonly Verdict[]> {
    const { body } = await this.ask('POST', '/verdicts', { topic });
    return (body as { verdicts: Verdict[] }).verdicts;
  }

  private async isJudged(topic: string): Promise<boolean> {
    const verdicts = await this.verdicts(topic);
    return verdicts.length > 0 && verdicts.every(({ valid }) => valid !== undefined);
  }

  async metric(line: string): Promise<number> {
    const headers = { authorization: `Bearer ${this.admin}` };
    const { body } = await this.served.ask('/metrics', { headers });
    const found = String(body)
      .split('\n')
      .find((one) => one.startsWith(`${line} `));
    return found === undefined ? Number.NaN : Number(found.slice(line.length));
  }

  async stop(): Promise<void> {
    await this.served.stop();
    await this.broker.stop();
  }
}
