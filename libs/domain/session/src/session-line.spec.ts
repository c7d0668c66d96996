import { describe, expect, it } from '@jest/globals';
import { sessionLine } from './session-line.js';

const client = {
  clientId: 'plc-7',
  address: '192.0.2.7',
  port: 5123,
  isBridge: false,
  cleanStart: true,
};

describe('a client that connects', () => {
  it.each([
    ['p2', '3.1.1'],
    ['p4', '3.1.1'],
    ['p1', '3.1'],
    ['p3', '3.1'],
    ['p5', '5.0'],
  ])('with %s speaks MQTT %s', (number, protocol) => {
    const line = `New client connected from 192.0.2.7:5123 as plc-7 (${number}, c1, k60).`;
    expect(sessionLine(line)).toEqual({ kind: 'connected', client: { ...client, protocol } });
  });

  it('has a protocol that is not known where the number is not', () => {
    const line = 'New client connected from 192.0.2.7:5123 as plc-7 (p6, c0, k60).';
    expect(sessionLine(line)).toEqual({
      kind: 'connected',
      client: { ...client, cleanStart: false },
    });
  });

  it.each([
    ['2001:db8::7:5123', '2001:db8::7'],
    ['::ffff:192.0.2.7:5123', '::ffff:192.0.2.7'],
    ['/run/mosquitto/the socket:5123', '/run/mosquitto/the socket'],
  ])('from %s has the address %s', (from, address) => {
    const line = `New client connected from ${from} as plc-7 (p5, c1, k60, u'plc').`;
    expect(sessionLine(line)).toMatchObject({
      client: { address, port: 5123, username: 'plc', clientId: 'plc-7' },
    });
  });

  it('may be a bridge', () => {
    const line = "New bridge connected from 192.0.2.7:5123 as b (p4, c0, k60, u'b').";
    expect(sessionLine(line)).toMatchObject({ client: { isBridge: true, clientId: 'b' } });
  });

  it.each([
    ['a b', "it's", "as a b (p5, c1, k60, u'it's')."],
    ['as x (p5', 'bob smith', "as as x (p5 (p5, c1, k60, u'bob smith')."],
    ['ü\u2028x', "') (p5, c1, k60).", "as ü\u2028x (p5, c1, k60, u'') (p5, c1, k60).')."],
    ["x (p5, c1, k60, u'root", undefined, "as x (p5, c1, k60, u'root (p2, c1, k60)."],
    ['x (p5, c1, k60).', undefined, 'as x (p5, c1, k60). (p2, c1, k60).'],
  ])('as %j with the username %j is told apart', (clientId, username, end) => {
    const line = sessionLine(`New client connected from 192.0.2.7:5123 ${end}`);
    expect(line).toMatchObject({ kind: 'connected', client: { clientId } });
    expect(line?.kind === 'connected' && line.client.username).toBe(username);
  });

  it.each([
    [
      'a client id that could be another with a username',
      "as x (p5, c1, k60, u'root (p5, c1, k60, u'eve').",
    ],
    [
      'a username that could be part of a client id',
      "as eve (p5, c1, k60, u'x (p5, c1, k60, u'root').",
    ],
    ['the words for no client id', 'as <unknown> (p5, c1, k60).'],
    ['no client id', 'as  (p5, c1, k60).'],
    ['a line that is cut', "as plc-7 (p5, c1, k60, u'uuuu"],
    ['a line so long that others may be cut', `as ${'ü'.repeat(420)} (p5, c1, k60).`],
  ])('is unclear with %s', (_, end) => {
    const line = `New client connected from 192.0.2.7:5123 ${end}`;
    expect(sessionLine(line)).toEqual({ kind: 'unclear' });
  });
});

describe('a connection that ends', () => {
  it.each([
    ['Client c disconnected.', 'ended'],
    ['Client c closed its connection.', 'cut'],
    ['Client c has exceeded timeout, disconnecting.', 'ended'],
    ['Client c already connected, closing old connection.', 'taken-over'],
    ['Client c disconnected, not authorised.', 'refused'],
    ['Client c been disconnected by administrative action.', 'ended'],
    ['Client c disconnected due to malformed packet.', 'ended'],
    ['Client c disconnected due to using not allowed feature (QoS too high).', 'ended'],
    ['Client c disconnected: Connection reset by peer.', 'ended'],
    ['Bad socket read/write on client c: Invalid function arguments provided.', 'ended'],
  ])('is read from %j of 2.0', (message, how) => {
    expect(sessionLine(message)).toEqual({ kind: 'ended', readings: [{ clientId: 'c', how }] });
  });

  it.each([
    ['', 'ended'],
    [': connection closed by client', 'ended'],
    [': exceeded timeout', 'ended'],
    [': session taken over', 'taken-over'],
    [': administrative action', 'ended'],
    [': not authorised', 'refused'],
  ])('is read from the line of 2.1 that ends with %j', (reason, how) => {
    const line = sessionLine(`Client c d [2001:db8::7:5123] disconnected${reason}.`);
    expect(line?.kind === 'ended' && line.readings[0]).toEqual({
      ...{ clientId: 'c d', address: '2001:db8::7:5123', how },
    });
  });

  it('is one of the client whose id looks like the end of a line', () => {
    const refused = 'Client c disconnected due to lunch disconnected, not authorised.';
    expect(sessionLine(refused)).toEqual({
      kind: 'ended',
      readings: [{ clientId: 'c disconnected due to lunch', how: 'refused' }],
    });
    const closed = 'Client c disconnected: x closed its connection.';
    expect(sessionLine(closed)).toEqual({
      kind: 'ended',
      readings: [{ clientId: 'c disconnected: x', how: 'cut' }],
    });
  });
});

describe('other lines', () => {
  it.each([
    [
      'New connection from 192.0.2.7:5123 on port 1883.',
      { kind: 'opened', address: '192.0.2.7:5123' },
    ],
    ['Expiring client a b due to timeout.', { kind: 'expired', clientId: 'a b' }],
    ['subscribe: c 1 a/#', { kind: 'subscribed', text: 'c 1 a/#' }],
    ['unsubscribe: c a/#', { kind: 'unsubscribed', text: 'c a/#' }],
    ['mosquitto version 2.0.11 starting', { kind: 'none-left' }],
    ['mosquitto version 2.1.2 terminating', { kind: 'none-left' }],
    [`subscribe: c 1 ${'x'.repeat(900)}`, { kind: 'unclear' }],
  ])('%j is read', (message, line) => {
    expect(sessionLine(message)).toEqual(line);
  });

  it.each([
    'mosquitto version 2.0.11 running',
    'Reloading config.',
    'Outgoing messages are being dropped for client c.',
    'Client c negotiated TLSv1.3 cipher TLS_AES_256_GCM_SHA384',
    'Client connection from 192.0.2.7 denied: max_connections exceeded.',
    'Protocol error from c: AUTH packet without existing auth-method.',
    '',
  ])('%j says nothing of it', (message) => {
    expect(sessionLine(message)).toBeUndefined();
  });
});
