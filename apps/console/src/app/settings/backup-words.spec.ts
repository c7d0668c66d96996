import { describe, expect, it } from '@jest/globals';
import type { BackupSchedule } from '../api/models';
import { scheduleWords } from './backup-words';

const schedule = (change: Partial<BackupSchedule>): BackupSchedule => ({
  ...{ enabled: true, folder: '/var/lib/mcm/backups', intervalSeconds: 86_400, keep: 7 },
  ...change,
});

describe('the schedule of backups in words', () => {
  it.each([
    [{}, 'One every day; the last 7 are kept.'],
    [{ keep: 1 }, 'One every day; the last one is kept.'],
    [{ intervalSeconds: 172_800 }, 'One every 2 days; the last 7 are kept.'],
    [{ intervalSeconds: 3_600 }, 'One every hour; the last 7 are kept.'],
    [{ intervalSeconds: 21_600 }, 'One every 6 hours; the last 7 are kept.'],
    [{ intervalSeconds: 5_400 }, 'One every 90 minutes; the last 7 are kept.'],
    [{ enabled: false }, 'None is made by schedule (backup.enabled).'],
  ])('of %j: %s', (change, words) => {
    expect(scheduleWords(schedule(change))).toBe(words);
  });
});
