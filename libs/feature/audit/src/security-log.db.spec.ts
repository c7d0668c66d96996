import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { join } from 'node:path';
import { Database, Metrics, type SecurityNotice } from '#platform';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { SecurityEventDto } from './api/security.dto.js';
import { keepLog, NOON } from './fixtures.js';
import { SecurityLog } from './security-log.js';
import { tidy } from './security-notice.js';
import { SecurityReader } from './security-reader.js';

let home: TemporaryFolder;
let database: Database;
let metrics: Metrics;
let security: SecurityLog;
let now: number;
let log: string[];
beforeEach(async () => {
  log = keepLog();
  now = NOON;
  home = await temporaryFolder();
  database = await Database.open({ path: join(home.path, 'mcm.db'), entities: [] });
  metrics = new Metrics();
  security = new SecurityLog(database, metrics, () => now);
});
afterEach(async () => {
  await security.onApplicationShutdown();
  await database.close();
  await home.remove();
});

const failed = (wishes: Partial<SecurityNotice> = {}) =>
  ({
    ...{ category: 'admin_login_failed', reason: 'invalid_credentials' },
    ...{ username: 'ada', sourceIp: '192.0.2.7', route: 'POST /api/v1/auth/login' },
    ...wishes,
  }) as SecurityNotice;
/** All events, newest first. */
async function events(filter = {}) {
  await security.flush();
  const page = await new SecurityReader(database).page(filter, 500);
  return page.events.map((event) => SecurityEventDto.of(event));
}
const write = (sql: string) => database.write((tx) => tx.query(sql));

describe('the security log', () => {
  it('tells what was noticed, without being asked to write it', async () => {
    security.notice(failed({ detail: 'Third time today.' }));
    await security.flush();
    expect(await events()).toEqual([
      {
        ...{ id: 1, category: 'admin_login_failed', reason: 'invalid_credentials', count: 1 },
        ...{ username: 'ada', sourceIp: '192.0.2.7', route: 'POST /api/v1/auth/login' },
        detail: 'Third time today.',
        ...{ observedAt: '2026-11-25T12:00:00.000Z', lastObservedAt: '2026-11-25T12:00:00.000Z' },
      },
    ]);
  });

  it('counts each one in the figures', async () => {
    for (let i = 0; i < 3; i += 1) security.notice(failed());
    expect(await metrics.registry.metrics()).toContain(
      'mcm_security_events_total{category="admin_login_failed"} 3',
    );
  });

  it('is one event a minute for a flood', async () => {
    for (let second = 0; second < 150; second += 1) {
      for (let i = 0; i < 10; i += 1) security.notice(failed());
      if (second % 5 === 0) await security.flush();
      now += 1_000;
    }
    const all = await events();
    expect(all).toHaveLength(3);
    expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(1_500);
    expect(all[0]).toMatchObject({ lastObservedAt: '2026-11-25T12:02:29.000Z' });
  });

  it.each([
    ['category', { category: 'mfa_disable_failed', reason: 'invalid_password' }, 2],
    ['reason', { reason: 'disabled_user' }, 2],
    ['address', { sourceIp: '192.0.2.8' }, 2],
    ['route', { route: 'POST /api/v1/auth/login/mfa' }, 2],
    ['user name', { username: 'bob' }, 2],
    ['case of the user name', { username: 'ADA' }, 1],
    ['detail', { detail: 'again' }, 1],
  ] as [string, Partial<SecurityNotice>, number][])(
    'keeps apart by: %s',
    async (_, other, count) => {
      security.notice(failed());
      security.notice(failed(other));
      expect(await events()).toHaveLength(count);
    },
  );

  it('does not keep apart the names that one who is locked out tries', async () => {
    for (const username of ['a', 'b', 'c']) {
      const category = 'admin_login_rate_limited' as const;
      security.notice({ category, reason: 'ip_lockout', sourceIp: '192.0.2.7', username });
    }
    expect(await events()).toMatchObject([{ username: 'a', count: 3 }]);
  });

  it('stays bounded whoever knocks: beyond sixty kinds only category and reason count', async () => {
    for (let i = 0; i < 5_000; i += 1) security.notice(failed({ sourceIp: `2001:db8::${i}` }));
    const all = await events();
    expect(all).toHaveLength(61);
    expect(all[0]).toEqual({
      ...{ id: 61, category: 'admin_login_failed', reason: 'invalid_credentials', count: 4_940 },
      detail: 'Too many different ones at once to tell them apart.',
      ...{ observedAt: expect.any(String), lastObservedAt: expect.any(String) },
    });
    now += 61_000;
    await security.flush();
    security.notice(failed({ sourceIp: '192.0.2.9' }));
    expect((await events())[0]).toMatchObject({ sourceIp: '192.0.2.9' });
  });

  it('tells who and whence at one door while a stranger knocks at others', async () => {
    const [category, reason] = ['protected_api_access_failed', 'missing_bearer_token'] as const;
    for (let i = 0; i < 70; i += 1) security.notice({ category, reason, route: `GET /${i}` });
    for (let i = 0; i < 70; i += 1)
      security.notice({ category, reason: 'invalid_bearer_token', route: `GET /${i}` });
    const where = { username: 'ada', sourceIp: '192.0.2.7', route: 'POST /api/v1/auth/login' };
    security.notice(failed(where));
    security.notice({ category: 'mfa_disabled', reason: 'by_user', ...where });
    const all = await events();
    expect(all).toHaveLength(60 + 2 + 2);
    expect(all.slice(0, 2)).toMatchObject([
      { category: 'mfa_disabled', ...where },
      { category: 'admin_login_failed', ...where },
    ]);
  });

  it.each([
    ['mfa_enabled', 'enrolled'],
    ['mfa_disabled', 'by_admin'],
    ['mfa_disable_failed', 'invalid_password'],
    ['mfa_recovery_code_used', 'login'],
    ['password_change_failed', 'invalid_password'],
    ['protected_api_access_denied', 'insufficient_role'],
  ] as const)('tells each %s, which no stranger can cause', async (category, reason) => {
    for (let i = 0; i < 200; i += 1)
      security.notice({ category, reason, username: `u${i}` } as SecurityNotice);
    expect(new Set((await events()).map(({ username }) => username)).size).toBe(200);
  });

  it('stays bounded also for somebody who is logged in', async () => {
    for (let i = 0; i < 5_000; i += 1) {
      const [category, reason] = ['protected_api_access_denied', 'insufficient_role'] as const;
      security.notice({ category, reason, username: 'ada', sourceIp: `2001:db8::${i}` });
    }
    await security.flush();
    const [row] = await database.read.query<{ rows: number; all: number }[]>(
      'SELECT count(*) AS rows, sum(count) AS "all" FROM security_events',
    );
    expect(row).toEqual({ rows: 2_001, all: 5_000 });
  });

  it('loses nothing while it cannot be written, says so once, and throws never', async () => {
    await write('ALTER TABLE security_events RENAME TO elsewhere');
    for (let minute = 0; minute < 5; minute += 1) {
      security.notice(failed());
      await security.flush();
      now += 60_000;
    }
    expect(log).toEqual([expect.stringMatching(/^error Security events cannot be written now: /)]);
    await write('ALTER TABLE elsewhere RENAME TO security_events');
    expect(await events()).toMatchObject([{ count: 5 }]);
    expect(log.at(-1)).toBe('log Security events can be written again.');
  });

  it('is written out at the end', async () => {
    security.notice(failed());
    await security.flush();
    security.notice(failed());
    await security.onApplicationShutdown();
    expect(await events()).toMatchObject([{ count: 2 }]);
  });

  it('forgets what is older than it is to be kept', async () => {
    security.notice(failed());
    await security.flush();
    now += 10 * 86_400_000;
    security.notice(failed());
    await security.flush();
    await security.forget(10 * 86_400_000 - 1);
    expect(await events()).toMatchObject([{ id: 2 }]);
  });

  it('is found by all that is told of an event', async () => {
    security.notice(failed());
    now += 1_000;
    security.notice(failed({ username: 'bob', sourceIp: '::1', reason: 'disabled_user' }));
    now += 1_000;
    security.notice({ category: 'mfa_enabled', reason: 'enrolled', username: 'ada' });
    await security.flush();
    const found = async (filter: object) => (await events(filter)).map(({ id }) => id);
    expect(await found({ category: 'admin_login_failed' })).toEqual([2, 1]);
    expect(await found({ reason: 'disabled_user' })).toEqual([2]);
    expect(await found({ username: 'ADA' })).toEqual([3, 1]);
    expect(await found({ sourceIp: '::1' })).toEqual([2]);
    expect(await found({ since: NOON + 1_000 })).toEqual([3, 2]);
    expect(await found({ until: NOON + 1_000 })).toEqual([1]);
    expect(await found({ username: 'ada', since: NOON + 1 })).toEqual([3]);
  });
});

describe('what strangers sent', () => {
  it('is cut, and rid of characters that make a log lie', () => {
    const tidied = tidy(
      failed({
        username: `a\u0000\n\u202e\u2028${'😀'.repeat(100)}`,
        detail: '\u001b[2J ',
        sourceIp: '',
      }),
    );
    expect(tidied).toEqual({
      ...{ category: 'admin_login_failed', reason: 'invalid_credentials' },
      ...{ username: `a${'😀'.repeat(63)}`, detail: '[2J', route: 'POST /api/v1/auth/login' },
    });
  });

  it('is short and printable whatever it was', () => {
    const text = fc.string({ unit: 'binary', maxLength: 500 });
    fc.assert(
      fc.property(text, text, (username, detail) => {
        const tidied = tidy(failed({ username, detail }));
        expect(Array.from(tidied.username ?? '').length).toBeLessThanOrEqual(64);
        expect(JSON.stringify(tidied)).not.toMatch(/[\p{Cc}\u2028\u202e]|\\u/u);
      }),
    );
  });
});
