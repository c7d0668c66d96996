import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { logLine } from './log-line.js';
import { refusedLogin } from './refused-login.js';
import { sysFigure } from './sys-figure.js';

const FIXTURES = join(import.meta.dirname, '../fixtures');
const VERSIONS = readdirSync(FIXTURES).filter((name) => /^\d/.test(name));

describe.each(VERSIONS)('Mosquitto %s', (version) => {
  it.each(read(version, 'log-topics.tsv'))('logs on %s: %s', (topic, payload) => {
    const [, verb = ''] = /\/M\/(\w+)$/.exec(topic) ?? [];
    const said = payload.slice(payload.indexOf(': ') + 2);
    const message = verb === '' ? said : `${verb}: ${said}`;
    expect(logLine(topic, payload)).toEqual({
      severity: { E: 'error', N: 'notice', I: 'info', M: 'notice' }[topic.split('/')[3] ?? ''],
      message,
      loggedAt: Number(payload.slice(0, 10)) * 1000,
    });
  });

  it('says of one client in its log that it was refused', () => {
    const lines = read(version, 'log-topics.tsv').map(([topic, payload]) =>
      logLine(topic, payload),
    );
    const refused = lines.map((line) => refusedLogin(line?.message ?? '')).filter(Boolean);
    const told: Readonly<Record<string, object>> = {
      '2.0.11': {},
      '2.0.22': { clientId: 'badpw' },
      '2.1.2': { clientId: 'badpw', address: '127.0.0.1' },
    };
    expect(refused).toEqual([told[version]]);
  });

  it('publishes figures that are numbers, but for its version', () => {
    const texts = read(version, 'sys-topics.tsv').filter(
      ([topic, payload]) => typeof sysFigure(topic, payload) === 'string',
    );
    expect(texts).toEqual([['$SYS/broker/version', `mosquitto version ${version}`]]);
  });
});

function read(version: string, file: string): [topic: string, payload: string][] {
  const lines = readFileSync(join(FIXTURES, version, file), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => [
    line.slice(0, line.indexOf('\t')),
    line.slice(line.indexOf('\t') + 1),
  ]);
}
