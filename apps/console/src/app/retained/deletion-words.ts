import type { RetainedDeletion } from '../api/models';
import { count, counted, size } from '../ui/formats';
import type { IconName } from '../ui/icons';

/** Whether it is still at work. */
export function isRunning({ state }: Pick<RetainedDeletion, 'state'>): boolean {
  return state === 'deleting' || state === 'verifying' || state === 'restoring';
}

/** How a deletion stands, as it is marked. */
export interface DeletionMark {
  readonly icon: IconName & ('ok' | 'warning' | 'fault' | 'unknown');
  readonly word: string;
}

export function deletionMark(deletion: RetainedDeletion): DeletionMark {
  switch (deletion.state) {
    case 'deleting':
      return { icon: 'unknown', word: 'Deleting' };
    case 'verifying':
      return { icon: 'unknown', word: 'Verifying' };
    case 'restoring':
      return { icon: 'unknown', word: 'Restoring' };
    case 'deleted':
      return isPartial(deletion)
        ? { icon: 'warning', word: 'Partly deleted' }
        : { icon: 'ok', word: 'Deleted' };
    case 'restored':
      return { icon: 'ok', word: 'Restored' };
    case 'interrupted':
      return { icon: 'warning', word: 'Interrupted' };
    case 'failed':
      return { icon: 'fault', word: 'Failed' };
  }
}

function isPartial({ refused, remaining = 0 }: RetainedDeletion): boolean {
  return refused > 0 || remaining > 0;
}

/** What a fresh subscription said after it. */
export function verificationWords(deletion: RetainedDeletion): string {
  const { remaining } = deletion;
  if (remaining === undefined)
    return isRunning(deletion) ? 'by a fresh subscription, at the end' : 'not verified';
  return remaining === 0
    ? '0 left, verified by a fresh subscription'
    : `${count(remaining)} left, as a fresh subscription found`;
}

/** Whether it can be undone now, by the server's clock. */
export function canUndo(deletion: RetainedDeletion, now: number): boolean {
  const { undoUntil, state } = deletion;
  if (undoUntil === undefined || isRunning(deletion) || state === 'restored') return false;
  return now < Date.parse(undoUntil);
}

/** A line of what is known of a deletion. */
export type DeletionFact = readonly [name: string, value: string];

/** What it did, line by line; what did not happen is not mentioned. */
export function deletionFacts(deletion: RetainedDeletion): readonly DeletionFact[] {
  const { messages, payloadBytes, deleted, refused, leftAlone, restored } = deletion;
  const { skipped = 0, expired = 0 } = deletion;
  const facts: readonly (DeletionFact | false)[] = [
    ['Hits', `${counted(messages, 'message')}, ${size(payloadBytes)}`],
    ['Deleted', `${count(deleted)} of ${count(messages)}, acknowledged by the broker`],
    refused > 0 && ['Refused', `${counted(refused, 'topic')}, by the broker`],
    leftAlone > 0 && ['Left alone', `${count(leftAlone)} that came after the preview`],
    ['Verified', verificationWords(deletion)],
    restored !== undefined && ['Restored', `${count(restored)}, published again`],
    skipped > 0 && ['Skipped', `${count(skipped)} that had a new retained message`],
    expired > 0 && ['Expired', `${count(expired)} whose time ran out meanwhile`],
  ];
  return facts.filter((fact) => fact !== false);
}

/** How much of it is done, in percent; `undefined` when nobody can say. */
export function percentDone({ state, deleted, messages }: RetainedDeletion): number | undefined {
  return state === 'deleting' && messages > 0 ? (100 * deleted) / messages : undefined;
}

/** What it is at, in a line: "Deleting line2/#: 512 of 1,204". */
export function progressWords(deletion: RetainedDeletion): string {
  const { state, filter, deleted, messages } = deletion;
  const done = state === 'deleting' ? `: ${count(deleted)} of ${count(messages)}` : '';
  return `${deletionMark(deletion).word} ${filter}${done}`;
}
