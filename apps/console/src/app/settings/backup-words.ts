import type { BackupKind, BackupSchedule } from '../api/models';
import { counted } from '../ui/formats';

/** Who made a backup. */
export const KIND_WORDS: Readonly<Record<BackupKind, string>> = {
  scheduled: 'by schedule',
  manual: 'by hand',
};

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;

/** When backups are made, and what becomes of them: `One every day; the last 7 are kept.` */
export function scheduleWords({ enabled, intervalSeconds, keep }: BackupSchedule): string {
  if (!enabled) return 'None is made by schedule (backup.enabled).';
  const kept = keep === 1 ? 'the last one is kept' : `the last ${String(keep)} are kept`;
  return `One every ${every(intervalSeconds)}; ${kept}.`;
}

function every(seconds: number): string {
  if (seconds === DAY_S) return 'day';
  if (seconds % DAY_S === 0) return counted(seconds / DAY_S, 'day');
  if (seconds === HOUR_S) return 'hour';
  return seconds % HOUR_S === 0
    ? counted(seconds / HOUR_S, 'hour')
    : counted(Math.round(seconds / 60), 'minute');
}
