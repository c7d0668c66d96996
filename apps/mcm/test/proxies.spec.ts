import { describe, expect, it } from '@jest/globals';
import { serve, type Served } from './served.js';

describe('trusted proxies', () => {
  const asked = async (served: Served) => {
    await served.ask('/healthz', {
      headers: { 'x-forwarded-for': '192.0.2.66, 192.0.2.1', 'x-real-ip': '192.0.2.67' },
    });
    return /"remoteAddress":"([^"]+)","msg":"http_request"/.exec(served.log())?.[1];
  };

  it.each([
    ['127.0.0.0/8', '192.0.2.1'],
    ['10.0.0.1', '127.0.0.1'],
    ['', '127.0.0.1'],
  ])('%j make the client %s in the log', async (proxies, client) => {
    const served = await serve({ env: { MCM_HTTP_TRUSTED_PROXIES: proxies } });
    expect(await asked(served)).toBe(client);
    await served.stop();
  });
});
