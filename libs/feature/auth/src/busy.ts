import { Problem } from '#platform';

/** More proofs of identity at once than are looked at: it takes a moment, not a lock-out. */
export const tooManyAtOnce = (): Problem =>
  new Problem('too-many-requests', 'Too many log-ins at once; try again in a second.', {
    headers: { 'retry-after': '1' },
  });
