import { expect, it } from '@jest/globals';
import { join } from 'node:path';
import { startMosquitto, temporaryFolder, until } from '#testing';
import { serve } from './served.js';

it('JSON Schemas outlive MCM, and judge as soon as it runs again; their counts begin anew', async () => {
  const home = await temporaryFolder();
  const broker = await startMosquitto({ quiet: true });
  const env = {
    MCM_DATABASE_PATH: join(home.path, 'kept.db'),
    MCM_MOSQUITTO_PORT: String(broker.port),
  };
  const path = '/api/v1/json-schemas';
  const wish = { name: 'kept', topicFilter: 'kept/#', document: { maximum: 3 }, draft: '2019-09' };
  const first = await serve({ env });
  const made = await first.as(await first.logIn())('POST', path, wish);
  await first.stop();

  const second = await serve({ env });
  const ask = second.as(await second.logIn());
  const { id } = made.body as { id: number };
  const found = async () =>
    (await ask('GET', `${path}/${id}`)).body as { counts: { violations: number } };
  expect(await found()).toEqual(made.body);
  const device = await broker.connect();
  await until(async () => {
    await device.publishAsync('kept/a', '4', { qos: 1 });
    return (await found()).counts.violations > 0;
  });
  await second.stop();
  await broker.stop();
  await home.remove();
});
