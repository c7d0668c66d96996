import { describe, expect, it } from '@jest/globals';
import { developmentWarnings } from './development.js';
import { loadConfig } from './load-config.js';

async function keys(env: NodeJS.ProcessEnv): Promise<string[]> {
  const { config } = await loadConfig({ file: '/dev/null', env });
  return developmentWarnings(config).map(({ key }) => key);
}

describe('warnings of development settings', () => {
  it.each([
    [{}, []],
    [{ MCM_HTTP_BIND_ADDRESS: 'localhost' }, []],
    [{ MCM_HTTP_BIND_ADDRESS: '127.0.1.1' }, []],
    [{ MCM_HTTP_BIND_ADDRESS: '0.0.0.0' }, ['http.bind_address']],
    [{ MCM_HTTP_BIND_ADDRESS: '::' }, ['http.bind_address']],
    [{ MCM_MOSQUITTO_MANAGED: 'true' }, ['mosquitto.managed']],
    [
      { MCM_MOSQUITTO_TLS_ENABLED: 'true', MCM_MOSQUITTO_TLS_INSECURE_SKIP_VERIFY: 'true' },
      ['mosquitto.tls.insecure_skip_verify'],
    ],
  ])('for %j are of %j', async (env, warned) => {
    expect(await keys(env)).toEqual(warned);
  });
});
