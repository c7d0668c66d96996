import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, request } from 'node:http';
import type { MqttClient } from 'mqtt';
import { startMosquitto, until, type TestBroker } from '#testing';
import { serve, type Served } from './served.js';

/** Thrown twice; the second time nothing may be new. */
const NAMES = 5_000;
const AT_ONCE = 50;

/** Names that are no two the same, and that somebody may think of. */
const odd = (round: number, number: number): string =>
  [
    `plain-${round}-${number}`,
    `with "quotes" and \\ ${round} ${number}`,
    `\u{1f600} 名 ${round}.${number}`,
    `{label="${round}${number}"}`,
    `' OR ${round}=${number} --`,
  ][number % 5] ?? '';

describe('/metrics', () => {
  let broker: TestBroker;
  let served: Served;
  let plant: MqttClient;
  const agent = new Agent({ keepAlive: true });

  beforeAll(async () => {
    broker = await startMosquitto();
    served = await serve({ env: { MCM_MOSQUITTO_PORT: String(broker.port) } });
    plant = await broker.connect();
    await until(async () => /^mcm_broker_status 1$/m.test(await scraped()));
  });
  afterAll(async () => {
    agent.destroy();
    await served.stop();
    await broker.stop();
  });

  const scraped = async () => String((await served.ask('/metrics')).body);
  const series = async () =>
    (await scraped())
      .split('\n')
      .filter((line) => line.startsWith('mcm_'))
      .map((line) => line.slice(0, line.lastIndexOf(' ')))
      .sort();

  function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      request(served.url + path, { agent, headers }, (response) => {
        response.resume().on('end', resolve);
      })
        .on('error', reject)
        .end();
    });
  }

  /** One name as an address, a token, a user or a topic. */
  async function send(name: string, number: number): Promise<unknown> {
    const path = encodeURIComponent(name);
    switch (number % 8) {
      case 0:
        return get(`/${path}`);
      case 1:
        return get(`/api/v1/topics/${path}`);
      case 2:
        return get('/api/v1/status', { authorization: `Bearer ${path}` });
      case 3:
        return (
          number % 80 === 3 && served.post('/api/v1/auth/login', { username: name, password: name })
        );
      case 4:
        return plant.publishAsync(name.replaceAll(/[+#\0]/g, ''), name, { qos: 1 });
      case 5:
        return plant.publishAsync(`spBv1.0/${path}/NBIRTH/${path}`, name, { qos: 1 });
      case 6:
        return plant.publishAsync(`spBv1.0/${path}/${path}/${path}/${path}`, name, { qos: 1 });
      default:
        return plant.publishAsync(`spBv1.0/STATE/${path}`, `{"online":true,"timestamp":1}`, {
          qos: 1,
        });
    }
  }

  async function throwNames(round: number): Promise<void> {
    for (let from = 0; from < NAMES; from += AT_ONCE) {
      const names = Array.from({ length: AT_ONCE }, (_, at) => odd(round, from + at));
      await Promise.all(names.map((name, at) => send(name, from + at)));
    }
    const observed = (round * NAMES) / 2;
    await until(async () => {
      const [, count] = /^mcm_broker_messages_total (\d+)/m.exec(await scraped()) ?? [];
      return Number(count) >= observed;
    });
  }

  it('has as many series after 10,000 odd names as after 5,000, and none of the names', async () => {
    await throwNames(1);
    const before = await series();
    await throwNames(2);
    expect(await series()).toEqual(before);
    expect(before.join()).not.toMatch(/plain|quotes|名|OR 1/);
  });
});
