import { CommandRefused, ControlUnavailable } from '#link/broker';
import { FileNotReplaced, FileUnreadable, ReloadFailed, ShadowFailed } from '#link/host';
import { Problem } from '#platform';
import type { BackendCheckDto } from '../api/drift.dto.js';

/** What a check is about, for those who tell checks apart. */
export type CheckSubject =
  'files' | 'acl-file' | 'password-file' | 'replacement' | 'reload' | 'shadow' | 'control';

/** What came of a check. */
export interface BackendCheck {
  readonly check: string;
  readonly detail: string;
  readonly about: CheckSubject;
  readonly result: BackendCheckDto['result'];
}

export const SHADOW_CHECK = 'a mosquitto is here to try changes on';

/** What a check is there to find: the error says what is missing, and the remedy. */
const FOUND = [
  ...[FileNotReplaced, FileUnreadable, ReloadFailed, ShadowFailed],
  ...[CommandRefused, ControlUnavailable, Problem],
];

export async function checked(
  about: CheckSubject,
  check: string,
  work: () => Promise<unknown>,
): Promise<BackendCheck> {
  try {
    await work();
    return { about, check, result: 'ok', detail: 'It is so.' };
  } catch (error) {
    // Files, processes and brokers are as they are; everything else is a fault of ours.
    const found = FOUND.some((kind) => error instanceof kind) ? (error as Error) : undefined;
    if (!found) throw error;
    return { about, check, result: 'fail', detail: found.message };
  }
}

/** Without what it is about. */
export function checkDto({ check, result, detail }: BackendCheck): BackendCheckDto {
  return { check, result, detail };
}
