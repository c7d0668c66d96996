import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { refusedLogin } from './refused-login.js';

describe('refusedLogin', () => {
  // As each version writes it: `fixtures/`, and a longer run of each.
  it.each([
    ['2.0.11', 'Client <unknown> disconnected, not authorised.', {}],
    ['2.0.22', 'Client badpw disconnected, not authorised.', { clientId: 'badpw' }],
    [
      '2.1.2',
      'Client badpw [127.0.0.1:51396] disconnected: not authorised.',
      { clientId: 'badpw', address: '127.0.0.1' },
    ],
    [
      '2.1.2 over IPv6',
      'Client plc 7 [2001:db8::7:51396] disconnected: not authorised.',
      { clientId: 'plc 7', address: '2001:db8::7' },
    ],
    [
      '2.1.2 before it told its id',
      'Client ::1 [::1:5] disconnected: not authorised.',
      { address: '::1' },
    ],
  ])('reads the line of %s', (_, message, login) => {
    expect(refusedLogin(message)).toEqual(login);
  });

  it.each([
    'New connection from 127.0.0.1:40680 on port 20358.',
    'New client connected from 127.0.0.1:1 as c (p2, c1, k60).',
    'Client c disconnected.',
    'Client c closed its connection.',
    'Client c [127.0.0.1:51396] disconnected: connection closed by client.',
    'Client c disconnected, not authorised. closed its connection.',
    'New client connected from 127.0.0.1:1 as Client c disconnected, not authorised. (p2, c1, k60).',
    'subscribe: Client c disconnected, not authorised.',
    'Client c disconnected, not authorised.\n',
    '',
  ])('finds none in %j', (message) => {
    expect(refusedLogin(message)).toBeUndefined();
  });

  it('takes no address from a client id that looks like the end of a line', () => {
    const id = 'x [192.0.2.1:1] disconnected: not authorised.';
    expect(refusedLogin(`Client ${id} [127.0.0.1:5] disconnected: not authorised.`)).toEqual({
      ...{ clientId: id, address: '127.0.0.1' },
    });
    expect(refusedLogin(`Client ${id} disconnected, not authorised.`)).toEqual({ clientId: id });
  });

  it('finds the client id, whatever the client wrote', () => {
    const ids = fc.string({ minLength: 1 }).filter((id) => !/[\r\n\u2028\u2029]/.test(id));
    fc.assert(
      fc.property(ids, (clientId) => {
        fc.pre(clientId !== '<unknown>' && clientId !== '192.0.2.7');
        const v2 = `Client ${clientId} disconnected, not authorised.`;
        const v21 = `Client ${clientId} [192.0.2.7:1883] disconnected: not authorised.`;
        expect(refusedLogin(v2)).toEqual({ clientId });
        expect(refusedLogin(v21)).toEqual({ clientId, address: '192.0.2.7' });
      }),
    );
  });
});
