import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import type { Config } from '#platform';
import { AuditKeeper } from './audit-keeper.js';
import { DAY_MS, done, openTrail, type OpenTrail } from './fixtures.js';
import { SecurityLog } from './security-log.js';

let home: TemporaryFolder;
let open: OpenTrail;
let security: SecurityLog;
let keeper: AuditKeeper;
let told: object[];
beforeEach(async () => {
  told = [];
  Logger.overrideLogger({
    log: () => undefined,
    warn: () => undefined,
    error: (message: string) => told.push({ error: message }),
  });
  home = await temporaryFolder();
  open = await openTrail(home.path);
  security = new SecurityLog(open.database, open.metrics, () => open.clock.now);
  const metrics = { auditRetention: 90 * DAY_MS, securityRetention: 30 * DAY_MS };
  keeper = new AuditKeeper(open.trail, security, { metrics } as Config, {
    info: (line: object, message?: string) => void told.push({ ...line, message }),
  });
  await keeper.onApplicationBootstrap();
});
afterEach(async () => {
  await keeper.onApplicationShutdown();
  await open.close();
  await home.remove();
});

const count = async (table: string) => {
  const [row] = await open.database.read.query<{ n: number }[]>(`SELECT count(*) n FROM ${table}`);
  return row?.n;
};

describe('in the course of time', () => {
  it('the head is told in the log when it has moved, and at the stop', async () => {
    await keeper.tellHead();
    await done(open.trail);
    await keeper.tellHead();
    await keeper.tellHead();
    await done(open.trail);
    await keeper.onApplicationShutdown();
    const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(told).toEqual([
      { context: 'Audit', number: 2, hash, message: 'audit_head' },
      { context: 'Audit', number: 4, hash, message: 'audit_head' },
    ]);
  });

  it('what is older than it is to be kept goes from both logs', async () => {
    await done(open.trail);
    security.notice({ category: 'mfa_enabled', reason: 'enrolled' });
    await security.flush();
    open.clock.now += 31 * DAY_MS;
    await keeper.forget();
    expect([await count('audit_entries'), await count('security_events')]).toEqual([2, 0]);
    open.clock.now += 61 * DAY_MS;
    await keeper.forget();
    expect(await count('audit_entries')).toBe(1);
  });

  it('a database that cannot be written stops nothing, and is told', async () => {
    await done(open.trail);
    open.clock.now += 100 * DAY_MS;
    const write = (sql: string) => open.database.write((tx) => tx.query(sql));
    const tables = ['audit_entries', 'security_events'];
    for (const table of tables) await write(`ALTER TABLE ${table} RENAME TO other_${table}`);
    await keeper.forget();
    expect(told).toEqual([
      { error: expect.stringContaining('cannot be cut now: SQLITE_ERROR: no such table') },
      { error: expect.stringContaining('cannot be cut now: SQLITE_ERROR: no such table') },
    ]);
    for (const table of tables) await write(`ALTER TABLE other_${table} RENAME TO ${table}`);
    await keeper.forget();
    expect(await count('audit_entries')).toBe(1);
  });
});
