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
    [{ MCM_HTTP_TRUSTED_PROXIES: '10.0.0.0/8,::1' }, []],
    [{ MCM_HTTP_TRUSTED_PROXIES: '10.0.0.0/8,::/0' }, ['http.trusted_proxies']],
    [{ MCM_MOSQUITTO_MANAGED: 'true' }, ['mosquitto.managed']],
    [
      { MCM_MOSQUITTO_TLS_ENABLED: 'true', MCM_MOSQUITTO_TLS_INSECURE_SKIP_VERIFY: 'true' },
      ['mosquitto.tls.insecure_skip_verify'],
    ],
  ])('for %j are of %j', async (env, warned) => {
    expect(await keys(env)).toEqual(warned);
  });

  it('do not speak of passwords that travel encrypted', async () => {
    const { config } = await loadConfig({
      file: '/dev/null',
      env: { MCM_HTTP_BIND_ADDRESS: '0.0.0.0' },
    });
    const tls = { ...config.http.tls, enabled: true };
    expect(developmentWarnings({ ...config, http: { ...config.http, tls } })).toEqual([]);
  });
});
