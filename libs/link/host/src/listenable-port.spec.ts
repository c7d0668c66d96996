import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort } from '#testing';
import { listenablePort } from './listenable-port.js';

describe('listenablePort', () => {
  it('answers the port asked for when it is free', async () => {
    const port = await freePort();
    expect(await listenablePort('127.0.0.1', port)).toBe(port);
  });

  it('goes on to the next port when somebody listens, on this address or on all', async () => {
    for (const host of ['127.0.0.1', '0.0.0.0']) {
      const server = createServer().listen(0, host);
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      expect(await listenablePort('127.0.0.1', port)).toBeGreaterThan(port);
      server.close();
      await once(server, 'close');
    }
  });

  it('rejects for an address that is not ours', async () => {
    await expect(listenablePort('192.0.2.1', 20_000)).rejects.toThrow('EADDRNOTAVAIL');
  });
});
