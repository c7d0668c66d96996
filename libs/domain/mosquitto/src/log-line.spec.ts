import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { logLine } from './log-line.js';

describe('logLine', () => {
  it.each([
    ['E', 'error'],
    ['W', 'warning'],
    ['N', 'notice'],
    ['I', 'info'],
    ['D', 'debug'],
    ['WS', 'debug'],
    ['some/later/kind', 'info'],
  ])('takes a line of kind %s for %s', (kind, severity) => {
    expect(logLine(`$SYS/broker/log/${kind}`, 'words')).toEqual({ severity, message: 'words' });
  });

  it.each(['subscribe', 'unsubscribe'])('says of a bare line that it is a %s', (verb) => {
    expect(logLine(`$SYS/broker/log/M/${verb}`, '1795392346: c1 0 a/#')).toMatchObject({
      severity: 'notice',
      message: `${verb}: c1 0 a/#`,
    });
  });

  it.each(['$SYS/broker/uptime', '$SYS/broker/logs', 'plant/$SYS/broker/log/E'])(
    'finds none on %s',
    (topic) => {
      expect(logLine(topic, '1795392346: words')).toBeUndefined();
    },
  );

  it.each([
    ['1795392346: words', 1_795_392_346_000, 'words'],
    ['2026-11-23T01:02:03Z: words', Date.UTC(2026, 10, 23, 1, 2, 3), 'words'],
    ['2026-11-23T01:02:03+0100: words', Date.UTC(2026, 10, 23, 0, 2, 3), 'words'],
    ['2026-11-23 01:02:03.250-03:30: words', Date.UTC(2026, 10, 23, 4, 32, 3, 250), 'words'],
    ['2026-11-23T01:02:03: words', undefined, 'words'],
    ['2026-99-23T01:02:03Z: words', undefined, 'words'],
    ['Nov 23 01:02:03: words', undefined, 'Nov 23 01:02:03: words'],
    ['1795392346: 1795392347: words', 1_795_392_346_000, '1795392347: words'],
    ['12: words', undefined, '12: words'],
    ['1795392346:', undefined, '1795392346:'],
    ['', undefined, ''],
  ])('reads %j', (payload, loggedAt, message) => {
    const line = logLine('$SYS/broker/log/N', payload);
    expect(line?.message).toBe(message);
    expect(line?.loggedAt).toBe(loggedAt);
  });

  it('loses nothing of a line but the time in front', () => {
    fc.assert(
      fc.property(fc.string(), (payload) => {
        const line = logLine('$SYS/broker/log/N', payload);
        expect(payload.endsWith(line?.message ?? 'nothing')).toBe(true);
      }),
    );
  });
});
