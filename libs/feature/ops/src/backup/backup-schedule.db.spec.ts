import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { chmod, mkdir, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Metrics, type Config } from '#platform';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import type { Finding } from '../diagnosis/finding.js';
import { BackupSchedule } from './backup-schedule.js';
import { Backups } from './backups.js';
import { createBackup } from './create-backup.js';
import { examineBackups } from './examine-backups.js';
import { configOf, install, NOON, usersOf } from './fixtures.js';
import { lastFailure } from './last-failure.js';

const HOUR = 3_600_000;
const KEEP = 3;

let home: TemporaryFolder;
let config: Config;
let metrics: Metrics;
let backups: Backups;
let schedule: BackupSchedule;
let now: number;
let log: string[];
beforeEach(async () => {
  log = [];
  const keep = (message: unknown) => log.push(String(message));
  Logger.overrideLogger({ log: keep, warn: keep, error: keep });
  home = await temporaryFolder();
  await start();
  await install(config, ['ada']);
});
afterEach(() => home.remove());

/** As a server does at its start. */
async function start(env: Record<string, string> = {}): Promise<void> {
  now = NOON;
  config = await configOf(join(home.path, 'data'), {
    MCM_BACKUP_INTERVAL: '1h',
    MCM_BACKUP_KEEP: String(KEEP),
    ...env,
  });
  metrics = new Metrics();
  const clock = () => now;
  backups = new Backups(config, clock);
  schedule = new BackupSchedule(backups, metrics, config, clock);
}

const folder = () => config.backup.folder;
const names = async () => (await readdir(folder())).sort();
const figure = async (name: string) => {
  const metric = await metrics.registry.getSingleMetric(name)?.get();
  return metric?.values[0]?.value;
};
const LAST = 'mcm_backup_last_success_timestamp_seconds';
const FAILURES = 'mcm_backup_failures_total';

describe('the schedule', () => {
  it('makes the first backup at its first look, in a folder for its owner alone', async () => {
    await schedule.look();
    expect(await names()).toEqual(['mcm-20261125T120000.000Z.db']);
    expect(await usersOf(join(folder(), 'mcm-20261125T120000.000Z.db'))).toEqual(['ada']);
    expect((await stat(folder())).mode & 0o777).toBe(0o700);
    expect(await figure(LAST)).toBe(NOON / 1000);
  });

  it('makes the next when the last is an interval old, and not before', async () => {
    await schedule.look();
    now += HOUR - 1;
    await schedule.look();
    expect(await names()).toHaveLength(1);
    now += 1;
    await schedule.look();
    expect(await names()).toHaveLength(2);
  });

  it('goes on after a start where the one before was', async () => {
    await schedule.look();
    await start();
    await schedule.onApplicationBootstrap();
    schedule.onApplicationShutdown();
    expect(await figure(LAST)).toBe(NOON / 1000);
    await schedule.look();
    expect(await names()).toHaveLength(1);
  });

  it('keeps so many, and lets the oldest go', async () => {
    for (let n = 0; n < KEEP + 2; n += 1, now += HOUR) await schedule.look();
    expect(await names()).toEqual([
      'mcm-20261125T140000.000Z.db',
      'mcm-20261125T150000.000Z.db',
      'mcm-20261125T160000.000Z.db',
    ]);
  });

  it('never deletes what somebody asked for, what others put there, or what only has such a name', async () => {
    await backups.make('manual');
    const mine = join(home.path, 'mine.db');
    await createBackup(config, mine);
    const others = [
      'mcm-20200101T000000.000Z.db',
      'mcm-20200102T000000.000Z.db.gz',
      'notes.txt',
    ].map((name) => join(folder(), name));
    for (const other of others) await writeFile(other, 'mine');
    await symlink(mine, join(folder(), 'mcm-20200103T000000.000Z.db'));
    await mkdir(join(folder(), 'mcm-20200104T000000.000Z.db'));
    const before = await names();
    for (let n = 0; n < KEEP + 2; n += 1, now += HOUR) await schedule.look();
    const after = await names();
    expect(after.filter((name) => before.includes(name))).toEqual(before);
    expect(after).toHaveLength(before.length + KEEP);
  });

  it('never deletes the one that it made just now, though the clock was set back', async () => {
    now = NOON + 1_000 * HOUR;
    for (let n = 0; n < KEEP; n += 1, now += HOUR) await schedule.look();
    now = NOON;
    await schedule.look();
    expect(await names()).toContain('mcm-20261125T120000.000Z.db');
    expect(await names()).toHaveLength(KEEP);
  });

  it('lets those from before the clock was set back go first', async () => {
    now = NOON + 1_000 * HOUR;
    for (let n = 0; n < KEEP; n += 1, now += HOUR) await schedule.look();
    now = NOON;
    for (let n = 0; n < KEEP; n += 1, now += HOUR) await schedule.look();
    expect(await names()).toEqual([
      'mcm-20261125T120000.000Z.db',
      'mcm-20261125T130000.000Z.db',
      'mcm-20261125T140000.000Z.db',
    ]);
  });

  it('takes away what a killed process left half done', async () => {
    await mkdir(folder());
    const left = join(folder(), '.mcm-x.db.0123456789ab.unfinished');
    await writeFile(left, 'half');
    await utimes(left, 0, 0);
    await schedule.look();
    expect(await names()).toEqual(['mcm-20261125T120000.000Z.db']);
  });

  it('tells of a failure in the log, the figures and to those who ask, until one succeeds', async () => {
    await writeFile(folder(), 'no folder');
    await schedule.look();
    await schedule.look();
    expect(await figure(FAILURES)).toBe(2);
    expect(log.join('\n')).toContain('The scheduled backup was not made: ');
    expect(await lastFailure(join(home.path, 'data'))).toMatchObject({ at: NOON });
    await rm(folder());
    await schedule.look();
    expect(await lastFailure(join(home.path, 'data'))).toBeUndefined();
    expect(await names()).toHaveLength(1);
  });

  it('is not in the way of one that somebody asks for at the same moment', async () => {
    await Promise.all([backups.make('manual'), schedule.look()]);
    expect(await names()).toEqual(['mcm-20261125T120000.000Z-manual.db']);
    expect(await figure(FAILURES)).toBe(0);
    await schedule.look();
    expect(await names()).toHaveLength(2);
  });
});

describe('what the doctor finds', () => {
  const found = async () => {
    const findings = await examineBackups({ config, clock: () => now, patience: 1_000 });
    for (const { result, what, hint } of findings) {
      // As those of every other examination: the line begins with OK, WARN or FAIL.
      expect(what).toMatch(/^(?:MCM |[a-z/]).*[^.]$/);
      if (result === 'warn' || result === 'fail') expect(hint).toEqual(expect.any(String));
    }
    return findings.map(({ check, result }: Finding) => `${check} ${result}`);
  };

  it('is nothing to mend on a fresh installation, nor after a backup', async () => {
    now = Date.now();
    expect(await found()).toEqual(['backup-folder ok', 'backup-age ok']);
    await schedule.look();
    expect(await found()).toEqual(['backup-folder ok', 'backup-age ok']);
  });

  it('is a last backup that is older than two intervals, or none at all by then', async () => {
    now = Date.now();
    await schedule.look();
    now += 2 * HOUR;
    expect(await found()).toContain('backup-age ok');
    now += HOUR;
    expect(await found()).toContain('backup-age warn');
    await rm(folder(), { recursive: true });
    expect(await found()).toEqual(['backup-folder ok', 'backup-age warn']);
  });

  it('is a folder that others can look into, or that is none', async () => {
    await schedule.look();
    await chmod(folder(), 0o755);
    expect(await found()).toContain('backup-folder warn');
    await rm(folder(), { recursive: true });
    await writeFile(folder(), '');
    expect(await found()).toContain('backup-folder fail');
  });

  it('is the last failure', async () => {
    await writeFile(folder(), '');
    await schedule.look();
    await rm(folder());
    expect(await found()).toContain('backup-failure warn');
    await schedule.look();
    expect(await found()).not.toContain('backup-failure warn');
  });

  it('is not looked for where backups are off', async () => {
    await start({ MCM_BACKUP_ENABLED: 'false' });
    expect(await found()).toEqual(['backup-schedule skip']);
  });
});
