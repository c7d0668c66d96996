import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deeds, Diary } from '../test/diary.js';
import { LiveClientLog } from './live-client-log.js';

describe.each(['2.0', '2.1'] as const)('by the lines of Mosquitto %s', (version) => {
  it('it is known who is connected and subscribed to what, or said that a line was unclear', () => {
    let clear = 0;
    fc.assert(
      fc.property(deeds, (all) => {
        const diary = new Diary(version);
        for (const deed of all) diary.write(deed);
        const log = new LiveClientLog();
        log.broker = version;
        for (const [at, line] of diary.lines.entries()) log.take(line, at);

        const { clients, leftOut } = log.snapshot();
        const known = new Map(
          clients.map((one) => [one.clientId, one.subscriptions.map(({ filter }) => filter)]),
        );
        if (leftOut.lines > 0) return;
        clear++;
        expect([...known.keys()].sort()).toEqual([...diary.connected.keys()].sort());
        for (const [id, filters] of diary.connected) {
          expect(known.get(id)?.sort()).toEqual([...filters].sort());
        }
      }),
      { numRuns: 2_000 },
    );
    expect(clear).toBeGreaterThan(200);
  });

  it('nobody who is connected is missing, but for as many as there were unclear lines', () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const diary = new Diary(version);
        for (const deed of all) diary.write(deed);
        const log = new LiveClientLog();
        log.broker = version;
        for (const [at, line] of diary.lines.entries()) log.take(line, at);
        const { clients, leftOut } = log.snapshot();
        const known = new Set(clients.map(({ clientId }) => clientId));
        const missing = [...diary.connected.keys()].filter((id) => !known.has(id));
        expect(missing.length).toBeLessThanOrEqual(leftOut.lines);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('lines of any kind', () => {
  const words = fc.constantFrom(
    ...[
      'Client ',
      'New client connected from ',
      '192.0.2.7:1',
      ' as ',
      ' (p5, c1, k60',
      ", u'",
      "').",
      ').',
    ],
    ...[
      'subscribe: ',
      'unsubscribe: ',
      ' 1 ',
      ' [',
      ']',
      ' disconnected',
      '.',
      ' due to ',
      'a',
      ' ',
      '\n',
      'ü',
    ],
    ...['New connection from ', ' on port 1883.', ' closed its connection.', 'Expiring client '],
    ' already connected, closing old connection.',
  );
  const line = fc.array(words, { maxLength: 12 }).map((parts) => parts.join(''));

  it('are taken, and what is kept stays within the budget', () => {
    const budget = 10_000;
    fc.assert(
      fc.property(fc.array(line, { maxLength: 200 }), (lines) => {
        const log = new LiveClientLog(budget);
        for (const [at, text] of lines.entries()) log.take(text, at);
        expect(JSON.stringify(log.snapshot().clients).length).toBeLessThan(2 * budget);
      }),
    );
  });
});
