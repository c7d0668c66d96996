import { beforeEach, describe, expect, it } from '@jest/globals';
import { LiveClientLog } from './live-client-log.js';

const BEGIN = 1_000_000;

let log: LiveClientLog;
let at: number;
beforeEach(() => {
  log = new LiveClientLog();
  log.listening(BEGIN);
  at = BEGIN;
});

const say = (...lines: readonly string[]) => lines.forEach((line) => log.take(line, (at += 10)));
/** A socket, and who is at its other end; by WebSocket as 2.0 says it, without a socket. */
const connect = (id: string, { port = 5123, how = 'p2, c1', user = '' } = {}) =>
  say(`New connection from 192.0.2.7:${port} on port 1883.`, connected(id, { port, how, user }));
const connected = (id: string, { port = 5123, how = 'p2, c1', user = '' } = {}) =>
  `New client connected from 192.0.2.7:${port} as ${id} (${how}, k60${user && `, u'${user}'`}).`;
const ids = () => log.snapshot().clients.map(({ clientId }) => clientId);
const client = (id: string) => log.snapshot().clients.find(({ clientId }) => clientId === id);
const filters = (id: string) =>
  client(id)?.subscriptions.map(({ filter, fromBefore }) => (fromBefore ? `(${filter})` : filter));

describe('who is connected', () => {
  it('is known with all that the line says, since when it came', () => {
    connect('plc-7', { how: 'p5, c0', user: 'plc' });
    expect(log.snapshot()).toEqual({
      ...{ since: BEGIN, connectionsLogged: true, subscriptionsLogged: false },
      clients: [
        {
          ...{ clientId: 'plc-7', username: 'plc', address: '192.0.2.7', port: 5123 },
          ...{ protocol: '5.0', cleanStart: false, isBridge: false, since: BEGIN + 20 },
          ...{ subscriptions: [], subscriptionsComplete: false },
        },
      ],
      leftOut: { clients: 0, subscriptions: 0, lines: 0 },
    });
  });

  it('is nobody before a line has come, and then it is said that none has', () => {
    expect(log.snapshot()).toMatchObject({ clients: [], connectionsLogged: false });
    say('Reloading config.');
    expect(log.snapshot().connectionsLogged).toBe(false);
    say('Client from-before disconnected.');
    expect(log.snapshot()).toMatchObject({ clients: [], connectionsLogged: true });
  });

  it('changes place when an id is taken over, in the order of each version', () => {
    connect('c', { port: 1 });
    say('New connection from 192.0.2.7:2 on port 1883.');
    say('Client c already connected, closing old connection.', connected('c', { port: 2 }));
    expect(client('c')?.port).toBe(2);
    say('New connection from 192.0.2.7:3 on port 1883.');
    say('Client c [192.0.2.7:2] disconnected: session taken over.', connected('c', { port: 3 }));
    expect(client('c')?.port).toBe(3);
    say('Client c [192.0.2.7:3] disconnected.');
    expect(ids()).toEqual([]);
  });

  it('outlives the late word of the WebSocket that it took over', () => {
    say(connected('ws', { port: 1 }));
    say('Client ws already connected, closing old connection.', connected('ws', { port: 2 }));
    say('Client ws already connected, closing old connection.', connected('ws', { port: 3 }));
    say('Client ws closed its connection.', 'Client ws closed its connection.');
    expect(client('ws')?.port).toBe(3);
    say('Client ws closed its connection.');
    expect(ids()).toEqual([]);
  });

  it('is not held for connected by a late word that does not come in time', () => {
    say(connected('ws', { port: 1 }));
    say('Client ws already connected, closing old connection.', connected('ws', { port: 2 }));
    at += 60_000;
    say('Client ws closed its connection.');
    expect(ids()).toEqual([]);
  });

  it('has gone by any other word at once, though a late one is expected', () => {
    say(connected('ws', { port: 1 }));
    say('Client ws already connected, closing old connection.', connected('ws', { port: 2 }));
    say('Client ws disconnected.');
    expect(ids()).toEqual([]);
  });

  it('stays when somebody else is refused with its id', () => {
    connect('c');
    say('Client c disconnected, not authorised.');
    say('Client c [198.51.100.1:6000] disconnected: not authorised.');
    say('Client c disconnected: x disconnected, not authorised.');
    expect(ids()).toEqual(['c']);
    say('Client c [192.0.2.7:5123] disconnected: not authorised.');
    expect(ids()).toEqual([]);
  });

  it('is not a client that was away when the broker read its files again', () => {
    connect('away', { how: 'p2, c0', port: 1 });
    say('Client away [192.0.2.7:1] disconnected.', 'Reloading config.');
    say('Client away disconnected.', 'Client away [192.0.2.7:1] disconnected.');
    connect('away', { how: 'p2, c0', port: 2 });
    say('Client away [192.0.2.7:1] disconnected.');
    expect(ids()).toEqual(['away']);
  });

  it('is nobody when the broker has ended or started', () => {
    connect('c', { how: 'p2, c0' });
    say('subscribe: c 1 a/#', 'mosquitto version 2.0.11 terminating');
    expect(ids()).toEqual([]);
    connect('c', { how: 'p2, c0' });
    expect(client('c')).toMatchObject({ subscriptions: [], subscriptionsComplete: false });
    say('mosquitto version 2.0.11 starting');
    expect(ids()).toEqual([]);
  });

  it('is nobody after lines may have been missed', () => {
    connect('c');
    say('subscribe: c 1 a/#', connected('<unknown>'));
    log.notListening();
    const nothing = {
      ...{ connectionsLogged: false, subscriptionsLogged: false, clients: [] },
      leftOut: { clients: 0, subscriptions: 0, lines: 0 },
    };
    expect(log.snapshot()).toEqual(nothing);
    log.listening(BEGIN + 5_000);
    expect(log.snapshot()).toEqual({ since: BEGIN + 5_000, ...nothing });
  });

  it('is left out, and counted, where the line does not say clearly who it is', () => {
    say(connected("x (p5, c1, k60, u'root", { user: 'eve' }));
    expect(log.snapshot()).toMatchObject({ clients: [], leftOut: { lines: 1 } });
  });

  it('is in doubt where one line can be about two: both stay', () => {
    connect('c', { port: 1 });
    connect('c [192.0.2.7:1]', { port: 2 });
    say('Client c [192.0.2.7:1] disconnected.');
    expect(ids()).toEqual(['c', 'c [192.0.2.7:1]']);
    expect(log.snapshot().leftOut.lines).toBe(1);
  });

  it.each([
    ['2.0', 'c'],
    ['2.1', 'c [192.0.2.7:1]'],
  ] as const)('is not in doubt once it is known that the broker is a %s', (broker, stays) => {
    log.broker = broker;
    connect('c', { port: 1 });
    connect('c [192.0.2.7:1]', { port: 2 });
    say('Client c [192.0.2.7:1] disconnected.');
    expect(ids()).toEqual([stays]);
  });

  it.each(['2.0', '2.1'] as const)('has gone by words that %s has for odd faults', (broker) => {
    log.broker = broker;
    connect('c');
    say('Bad socket read/write on client c: Quota exceeded');
    expect(ids()).toEqual([]);
  });
});

describe('subscriptions', () => {
  it('are known with their QoS, each filter once', () => {
    connect('c');
    say('subscribe: c 1 a/#', 'subscribe: c 0 b c', 'subscribe: c 2 a/#');
    expect(client('c')).toMatchObject({
      subscriptions: [
        { filter: 'a/#', qos: 2, fromBefore: false },
        { filter: 'b c', qos: 0, fromBefore: false },
      ],
      subscriptionsComplete: true,
    });
    expect(log.snapshot().subscriptionsLogged).toBe(true);
    say('unsubscribe: c b c', 'unsubscribe: c never/made');
    expect(filters('c')).toEqual(['a/#']);
  });

  it('of ids with spaces and digits are told apart by who is connected', () => {
    connect('a b 1 c');
    say('subscribe: a b 1 c 0 d 2 e', 'subscribe: nobody 1 x');
    expect(filters('a b 1 c')).toEqual(['d 2 e']);
    say('unsubscribe: a b 1 c d 2 e');
    expect(filters('a b 1 c')).toEqual([]);
  });

  it('that can be those of two clients are nobody’s, and neither is held for known', () => {
    connect('a', { port: 1 });
    connect('a 1 b', { port: 2 });
    say('subscribe: a 1 b 0 c');
    expect([filters('a'), filters('a 1 b')]).toEqual([[], []]);
    expect(log.snapshot().clients.map((one) => one.subscriptionsComplete)).toEqual([false, false]);
    expect(log.snapshot().leftOut.lines).toBe(1);
  });

  it('stay with both clients where one of them may have given it up', () => {
    connect('a', { port: 1 });
    connect('a b', { port: 2 });
    say('subscribe: a 0 b c', 'subscribe: a b 0 c', 'unsubscribe: a b c');
    expect([filters('a'), filters('a b')]).toEqual([['b c'], ['c']]);
  });

  it('of a session without Clean Session may stand when its client comes back', () => {
    connect('c', { how: 'p2, c0' });
    say('subscribe: c 1 a', 'Client c disconnected.');
    connect('c', { how: 'p2, c0' });
    expect(filters('c')).toEqual(['(a)']);
    say('subscribe: c 1 b', 'subscribe: c 1 a');
    expect(filters('c')).toEqual(['a', 'b']);
  });

  it('are as complete as the session was when it began', () => {
    connect('new', { how: 'p5, c1', port: 1 });
    connect('older', { how: 'p5, c0', port: 2 });
    say('subscribe: new 1 a', 'Client new disconnected.', 'Client older disconnected.');
    connect('new', { how: 'p5, c0', port: 3 });
    connect('older', { how: 'p5, c0', port: 4 });
    expect(client('new')).toMatchObject({ subscriptionsComplete: true });
    expect(client('older')).toMatchObject({ subscriptionsComplete: false });
  });

  it.each([
    ['Clean Session ended it', ['Client c disconnected.'], 'p2, c1', 'p2, c0'],
    ['the client asks for a new one', ['Client c disconnected.'], 'p5, c0', 'p5, c1'],
    [
      'it expired',
      ['Client c disconnected.', 'Expiring client c due to timeout.'],
      'p5, c0',
      'p5, c0',
    ],
  ])('are gone with their session: %s', (_, lines, first, then) => {
    connect('c', { how: first });
    say('subscribe: c 1 a', ...lines);
    connect('c', { how: then });
    expect(filters('c')).toEqual([]);
  });

  it('go over to the connection that takes the session over', () => {
    connect('c', { how: 'p5, c0', port: 1 });
    say('subscribe: c 1 a', 'Client c already connected, closing old connection.');
    connect('c', { how: 'p5, c0', port: 2 });
    expect(filters('c')).toEqual(['(a)']);
  });
});

describe('a budget of bytes', () => {
  const BUDGET = 20_000;

  it('leaves out clients and subscriptions that find no room, and counts them', () => {
    log = new LiveClientLog(BUDGET);
    for (let i = 0; i < 100; i++) connect(`c${i}`, { port: i + 1 });
    const { clients, leftOut } = log.snapshot();
    expect(clients.length).toBeGreaterThan(10);
    expect(clients.length + leftOut.clients).toBe(100);
    say('Client c0 disconnected.');
    for (let i = 0; i < 100; i++) say(`subscribe: c1 0 topic/${i}`);
    const { subscriptions, subscriptionsComplete } = client('c1')!;
    expect(subscriptionsComplete).toBe(false);
    expect(subscriptions.length).toBeGreaterThan(0);
    expect(subscriptions.length + log.snapshot().leftOut.subscriptions).toBe(100);
    say(`unsubscribe: c1 topic/0`, 'subscribe: c1 0 topic/x');
    expect(filters('c1')).toContain('topic/x');
  });

  it('has those go first who have been away for the longest', () => {
    log = new LiveClientLog(BUDGET);
    connect('kept', { how: 'p2, c0', port: 1 });
    say('subscribe: kept 0 a');
    for (let i = 0; i < 100; i++) {
      connect(`c${i}`, { how: 'p2, c0', port: i + 2 });
      say(`subscribe: c${i} 0 a`, `Client c${i} disconnected.`);
    }
    expect(log.snapshot()).toMatchObject({ leftOut: { clients: 0, subscriptions: 0 } });
    expect(filters('kept')).toEqual(['a']);
    connect('c99', { how: 'p2, c0' });
    connect('c0', { how: 'p2, c0', port: 5124 });
    expect([filters('c99'), filters('c0')]).toEqual([['(a)'], []]);
  });
});
