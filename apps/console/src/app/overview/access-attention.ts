import type { AccessApply, AccessDrift } from '../api/models';
import type { Attention } from './attention';

/** A change that was taken back by itself is old news after so long; one that failed is until another succeeds. */
const NEWS_MS = 7 * 24 * 3_600_000;

/** What of access needs somebody's attention: it was changed elsewhere, or the last change did not come off. */
export function accessAttention(
  drift: AccessDrift | undefined,
  last: AccessApply | undefined,
  now: number,
): readonly Attention[] {
  return [...changedElsewhere(drift), ...notApplied(last, now)];
}

function* changedElsewhere(drift: AccessDrift | undefined): Generator<Attention> {
  if (drift?.drifted !== true) return;
  const { applied, seen, since } = drift;
  yield {
    kind: 'warning',
    title: 'Access was changed behind MCM’s back',
    detail: `Revision ${seen ?? '?'} is in force, and revision ${applied ?? '?'} is wanted: adopt or overwrite it.`,
    about: 'Access',
    ...(since !== undefined && { since: Date.parse(since) }),
    link: '/changes',
    query: { drift: 'shown' },
  };
}

function* notApplied(last: AccessApply | undefined, now: number): Generator<Attention> {
  if (last === undefined || (last.state !== 'failed' && last.state !== 'restored')) return;
  const { number, state, outcome = '', endedAt, startedAt } = last;
  const since = Date.parse(endedAt ?? startedAt);
  if (state === 'restored' && now - since > NEWS_MS) return;
  yield {
    kind: state === 'failed' ? 'fault' : 'warning',
    title: state === 'failed' ? 'A change of access failed' : 'A change of access was taken back',
    detail: outcome,
    about: 'Access',
    since,
    link: '/changes',
    query: { apply: number },
  };
}
