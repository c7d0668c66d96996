import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { logLine } from '#domain/mosquitto';
import { LiveClientLog } from './live-client-log.js';

const FIXTURES = join(import.meta.dirname, '../fixtures');
const VERSIONS = readdirSync(FIXTURES).filter((name) => /^\d/.test(name));

const lines = (version: string) =>
  readFileSync(join(FIXTURES, version, 'log-topics.tsv'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const tab = line.indexOf('\t');
      return logLine(line.slice(0, tab), line.slice(tab + 1))?.message ?? '';
    });

describe.each(VERSIONS)('the log of Mosquitto %s', (version) => {
  it('has each client come, and nobody left in the end', () => {
    const log = new LiveClientLog();
    const came = new Map<string, unknown>();
    for (const [at, message] of lines(version).entries()) {
      log.take(message, at);
      for (const client of log.snapshot().clients) came.set(client.clientId, client);
    }
    expect([...came.keys()].filter((id) => !id.startsWith('auto-'))).toEqual([
      ...['c311', 'c5', 'c31', 'cden', 'dup', 'ka', 'mal', 'prot', 'wild', 'big', 'tlsc', 'wsc'],
      ...['drp', 'drpp', 'exp', 'kick'],
    ]);
    expect(came.get('c5')).toMatchObject({
      ...{ username: 'bob smith', protocol: '5.0', cleanStart: false, address: '127.0.0.1' },
    });
    expect(came.get('c31')).toMatchObject({ protocol: '3.1', username: 'alice' });
    expect(came.get('tlsc')).toMatchObject({ protocol: '3.1.1' });
    expect(came.get('drp')).toMatchObject({ subscriptions: [{ filter: 'a/#', qos: 1 }] });
    expect(log.snapshot()).toMatchObject({
      ...{ clients: [], connectionsLogged: true, subscriptionsLogged: true },
      leftOut: { clients: 0, subscriptions: 0, lines: 0 },
    });
  });

  it('has at most two clients at a time, and one where an id is taken over', () => {
    const log = new LiveClientLog();
    const counts = lines(version).map((message, at) => {
      log.take(message, at);
      return log.snapshot().clients.length;
    });
    expect(Math.max(...counts)).toBe(version === '2.0.11' ? 2 : 1);
  });
});
