import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadKeys } from '#platform';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { Devices } from './devices.js';

/** The devices of a new installation. */
async function installed(): Promise<Devices> {
  const home = await temporaryFolder();
  homes.push(home);
  return new Devices(await loadKeys(home.path));
}

const homes: TemporaryFolder[] = [];
let devices: Devices;
let others: Devices;
beforeAll(async () => {
  devices = await installed();
  others = await installed();
});
afterAll(() => Promise.all(homes.map((home) => home.remove())));

const sent = (cookie: string) => cookie.split(';', 1)[0] ?? '';

describe('a device cookie', () => {
  it('proves its user, and stays the same device at the next log-in', () => {
    const cookie = devices.cookie(7, [], false);
    const [device] = devices.read(sent(cookie));
    expect(device).toEqual({ userId: 7, id: expect.stringMatching(/^[\w-]{22}$/) });
    expect(devices.cookie(7, device ? [device] : [], false)).toBe(cookie);
    expect(devices.cookie(8, device ? [device] : [], false)).not.toContain(device?.id);
  });

  it('travels over TLS alone where there is TLS', () => {
    expect(devices.cookie(7, [], true)).toContain('; Secure');
    expect(devices.cookie(7, [], false)).not.toContain('Secure');
  });

  it('is found among others, one for each user', () => {
    const both = [7, 8].map((id) => sent(devices.cookie(id, [], false)));
    const header = ['theme=dark', ...both, 'mcm_device_9=xyzzy'].join('; ');
    expect(devices.read(header).map(({ userId }) => userId)).toEqual([7, 8]);
  });

  it('proves nothing with another user’s number, another key or one character changed', () => {
    const cookie = sent(devices.cookie(7, [], false));
    expect(devices.read(cookie.replace('_7=', '_1='))).toEqual([]);
    expect(others.read(cookie)).toEqual([]);
    const value = cookie.indexOf('=') + 1;
    fc.assert(
      fc.property(fc.integer({ min: value, max: cookie.length - 1 }), (at) => {
        const other = cookie[at] === 'A' ? 'B' : 'A';
        expect(devices.read(cookie.slice(0, at) + other + cookie.slice(at + 1))).toEqual([]);
      }),
    );
  });

  it('is read out of any header without failing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5_000 }), (header) => {
        expect(devices.read(header)).toEqual([]);
        expect(devices.read(`mcm_device_1=${header}`)).toEqual([]);
      }),
    );
    expect(devices.read(undefined)).toEqual([]);
  });
});
