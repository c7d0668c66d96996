import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MqttClient } from 'mqtt';
import { get as sparkplugOf } from 'sparkplug-payload';
import { freePort, startMosquitto, temporaryFolder, until, type TestBroker } from '#testing';
import { dashboard, queriesOf } from './monitoring.js';
import { serve, type Served } from './served.js';

const run = promisify(execFile);
const UNPACKED = new URL('../../../node_modules/.cache/prometheus/usr/bin/', import.meta.url);
const program = (name: string): string => {
  const { pathname } = new URL(name, UNPACKED);
  return existsSync(pathname) ? pathname : name;
};
const RULES = new URL('../../../deploy/prometheus/', import.meta.url).pathname;

interface Answer {
  readonly status: string;
  readonly data: { readonly result: readonly unknown[] };
}

describe('Prometheus, the real one', () => {
  let broker: TestBroker;
  let served: Served;
  let plant: MqttClient;
  let prometheus: ChildProcess | undefined;
  let receiver: Server;
  let port: number;
  let home: Awaited<ReturnType<typeof temporaryFolder>>;

  beforeAll(async () => {
    home = await temporaryFolder();
    receiver = createServer((_, response) => response.writeHead(204).end()).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    broker = await startMosquitto({ conf: ['sys_interval 1'] });
    served = await serve({
      yaml: 'alerting: { allow_loopback: true }',
      env: { MCM_MOSQUITTO_PORT: String(broker.port) },
    });
    plant = await broker.connect();
    port = await freePort();
    prometheus = await start(port);
  });
  afterAll(async () => {
    prometheus?.kill();
    if (prometheus?.exitCode === null) await once(prometheus, 'exit');
    await served.stop();
    await broker.stop();
    receiver.close();
    await home.remove();
  });

  async function start(on: number): Promise<ChildProcess> {
    const file = join(home.path, 'prometheus.yml');
    const { host } = new URL(served.url);
    await writeFile(
      file,
      [
        'global: { scrape_interval: 1s, evaluation_interval: 1s }',
        `rule_files: [${join(RULES, 'mcm.rules.yml')}]`,
        `scrape_configs: [{ job_name: mcm, static_configs: [{ targets: ['${host}'] }] }]`,
      ].join('\n'),
    );
    await run(program('promtool'), ['check', 'config', file]);
    return spawn(
      program('prometheus'),
      [
        ...[`--config.file=${file}`, `--storage.tsdb.path=${join(home.path, 'tsdb')}`],
        `--web.listen-address=127.0.0.1:${on}`,
      ],
      { stdio: 'ignore' },
    );
  }

  async function query(expr: string): Promise<Answer> {
    const url = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(expr)}`;
    return (await fetch(url).then((response) => response.json())) as Answer;
  }

  /** How often Prometheus has asked for the metrics. */
  async function scrapes(): Promise<number> {
    const { data } = await query('count_over_time(up{job="mcm"}[1h])');
    const [found] = data.result as readonly { readonly value: readonly [number, string] }[];
    return Number(found?.value[1] ?? 0);
  }

  /** Brings about at least one of everything that is counted. */
  async function liveThroughAll(): Promise<void> {
    const token = await served.logIn();
    const admin = served.as(token);
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    await served.post('/api/v1/auth/login', { username: 'nobody', password: 'wrong' });
    expect((await admin('POST', '/api/v1/webhooks', { name: 'hall', url })).status).toBe(201);
    const document = { type: 'object', required: ['value'] };
    const schema = { name: 'reading', topicFilter: 'line/#', document };
    expect((await admin('POST', '/api/v1/json-schemas', schema)).status).toBe(201);
    const condition = { kind: 'field_threshold', filter: 'line/1', pointer: '/value', above: 100 };
    const rule = { name: 'hot', severity: 'warning', forSeconds: 0, condition };
    expect((await admin('POST', '/api/v1/alert-rules', rule)).status).toBe(201);
    const payload = sparkplugOf('spBv1.0')!.encodePayload({
      ...{ timestamp: Date.now(), seq: 7 },
      metrics: [{ name: 'temperature', type: 'Double', value: 21.5 }],
    });
    for (let begun = await scrapes(), now = begun; now < begun + 5; now = await scrapes()) {
      await plant.publishAsync('line/1', JSON.stringify({ value: 200 }), { qos: 1 });
      await plant.publishAsync('line/1', '{}', { qos: 1 });
      await plant.publishAsync('spBv1.0/g/NDATA/n', Buffer.from(payload), { qos: 1 });
      await plant.publishAsync('spBv1.0/g/DDATA/n/d', Buffer.from(payload), { qos: 1 });
      await plant.publishAsync('line/1', JSON.stringify({ value: 200 }), { qos: 1 });
    }
  }

  it('takes the rules and the configuration that come with MCM', async () => {
    const options = { cwd: RULES };
    for (const args of [
      ['check', 'config', 'prometheus.yml'],
      ['check', 'rules', 'mcm.rules.yml'],
      ['test', 'rules', 'mcm.rules.test.yml'],
    ]) {
      expect((await run(program('promtool'), args, options)).stdout).toContain('SUCCESS');
    }
  });

  it('has an answer to every query of the dashboard', async () => {
    // Until it has started, it answers nothing, or no JSON.
    await until(async () => {
      const up = await query('up{job="mcm"} == 1').catch(() => undefined);
      return up?.data.result.length === 1;
    });
    await liveThroughAll();
    const { data } = await query('mcm_broker_status');
    const [{ metric }] = data.result as [{ readonly metric: Readonly<Record<string, string>> }];
    const queries = queriesOf(await dashboard()).map(([title, expr]) => {
      const asked = expr
        .replaceAll('$job', metric['job']!)
        .replaceAll('$instance', metric['instance']!)
        .replaceAll('$__rate_interval', '1m');
      return { title, asked };
    });
    const unanswered = new Map(queries.map(({ title, asked }) => [asked, title]));
    // A rate takes two scrapes of what it is about, which may have come with the last one only.
    await until(
      async () => {
        for (const asked of unanswered.keys()) {
          const { status, data } = await query(asked);
          if (status === 'success' && data.result.length > 0) unanswered.delete(asked);
        }
        return unanswered.size === 0;
      },
      () => JSON.stringify([...unanswered]),
    );
  });
});
