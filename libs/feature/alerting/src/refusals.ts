import type { Fault } from '#domain/alert';
import { Problem } from '#platform';

/** @throws Problem `validation-failed` when there is any */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  const text = faults.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; ');
  throw new Problem('validation-failed', `${text}.`, { extensions: { errors: faults } });
}

/** @throws Problem `too-many-kept` */
export function requireRoom(there: number, most: number, what: string): void {
  if (there < most) return;
  throw new Problem('too-many-kept', `There are ${most} ${what} already, which is the most.`);
}

/** @throws Problem `stale-version` */
export function requireVersion(there: number, expected: number | undefined): void {
  if (expected === undefined || there === expected) return;
  throw new Problem('stale-version', 'It was changed since you read it: read it again.');
}
