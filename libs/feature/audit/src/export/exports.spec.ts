import { describe, expect, it } from '@jest/globals';
import { text } from 'node:stream/consumers';
import { until } from '#testing';
import type { Ended, Principal } from '#platform';
import { Exports, type ExportedFile } from './exports.js';

const file = (format: 'csv' | 'jsonl'): ExportedFile<{ n: number }> => ({
  ...{ name: 'numbers', format },
  columns: { n: ({ n }) => n, twice: ({ n }) => 2 * n },
});

const caller: Principal = {
  ...{ userId: 7, username: 'ada', role: 'auditor', via: 'session', sessionId: 's' },
  expiresAt: 1_000,
};
const asker = { principal: caller, headers: {} };

/** Exports, whatever may end them, and the time. */
function open(still: () => Principal | 'invalid_bearer_token' = () => caller) {
  const state = { now: 0, end: (_: Ended): void => undefined };
  const principals = {
    resolve: () => Promise.resolve(still()),
    onEnded: (listener: (ended: Ended) => void) => {
      state.end = listener;
      return () => undefined;
    },
  };
  return { state, exports: new Exports(principals, () => state.now) };
}

/** `count` batches of one row, and how many were asked for. */
function batches(count: number) {
  const asked = { batches: 0, ended: false };
  async function* rows() {
    try {
      for (let n = 1; n <= count; n += 1) {
        asked.batches += 1;
        yield await Promise.resolve([{ n }]);
      }
    } finally {
      asked.ended = true;
    }
  }
  return { asked, rows: rows() };
}

describe('an exported file', () => {
  it('is CSV with a head, or JSON lines', async () => {
    const csv = await open().exports.send(batches(2).rows, file('csv'), asker);
    expect(await text(csv.getStream())).toBe('n,twice\r\n1,2\r\n2,4\r\n');
    expect(csv.getHeaders()).toMatchObject({
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="numbers.csv"',
    });
    const lines = await open().exports.send(batches(2).rows, file('jsonl'), asker);
    expect(await text(lines.getStream())).toBe('{"n":1}\n{"n":2}\n');
  });

  it('is empty but for its head when there is nothing', async () => {
    const csv = await open().exports.send(batches(0).rows, file('csv'), asker);
    expect(await text(csv.getStream())).toBe('n,twice\r\n');
    const lines = await open().exports.send(batches(0).rows, file('jsonl'), asker);
    expect(await text(lines.getStream())).toBe('');
  });

  it('is read no further when nobody takes it, and not at all when the client is gone', async () => {
    const { asked, rows } = batches(100_000);
    const stream = (await open().exports.send(rows, file('jsonl'), asker)).getStream();
    const taken = stream[Symbol.asyncIterator]();
    for (let n = 0; n < 3; n += 1) await taken.next();
    expect(asked.batches).toBeLessThan(10);
    stream.destroy();
    await until(() => asked.ended);
    expect(asked.batches).toBeLessThan(10);
  });

  it.each<[string, (state: ReturnType<typeof open>['state']) => void]>([
    [
      'session ends',
      ({ end }) => {
        end({ sessionId: 's' });
      },
    ],
    [
      'user ends',
      ({ end }) => {
        end({ userId: 7 });
      },
    ],
    ['time is over', (state) => (state.now = 1_000)],
  ])('ends in the middle when its %s', async (_, end) => {
    const { state, exports } = open();
    const { asked, rows } = batches(100_000);
    const stream = (await exports.send(rows, file('jsonl'), asker)).getStream();
    const taken = stream[Symbol.asyncIterator]();
    await taken.next();
    state.end({ userId: 8 });
    state.end({ sessionId: 't' });
    await taken.next();
    end(state);
    await until(() => asked.ended);
    const rest = async () => {
      for (;;) if ((await taken.next()).done) return;
    };
    await expect(rest()).rejects.toThrow('Whoever asked may no longer read.');
    expect(asked.batches).toBeLessThan(10);
  });

  it('is not begun when the session ended just before', async () => {
    const { asked, rows } = batches(100_000);
    const { exports } = open(() => 'invalid_bearer_token');
    const sending = exports.send(rows, file('jsonl'), asker);
    await expect(sending).rejects.toMatchObject({ kind: 'not-authenticated' });
    await until(() => asked.ended);
  });

  it('needs no token on the local door', async () => {
    const { exports } = open(() => 'invalid_bearer_token');
    const principal = { ...caller, via: 'local' } as const;
    const sent = await exports.send(batches(1).rows, file('jsonl'), { principal, headers: {} });
    expect(await text(sent.getStream())).toBe('{"n":1}\n');
  });

  it('ends when the server does', async () => {
    const { exports } = open();
    const { asked, rows } = batches(100_000);
    const stream = (await exports.send(rows, file('jsonl'), asker)).getStream();
    const failure = text(stream).catch((error: unknown) => String(error));
    exports.beforeApplicationShutdown();
    expect(await failure).toContain('The server stops.');
    await until(() => asked.ended);
  });

  it('fails before it begins when there is nothing to read from', async () => {
    const failing = (async function* () {
      yield await Promise.reject(new Error('locked'));
    })();
    await expect(open().exports.send(failing, file('csv'), asker)).rejects.toThrow('locked');
  });
});
