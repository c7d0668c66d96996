import type { AccessDraft, AccessRevision } from '../api/models';
import { counted } from '../ui/formats';

/** Names of authors beyond these are counted. */
const MOST_NAMED = 2;

/** Beside the heading: `3 changes by m.keller on revision 47`; without a draft, what is live. */
export function draftWords(
  draft: AccessDraft | undefined,
  running: number | undefined,
  revisions: readonly AccessRevision[] = [],
): string {
  if (draft !== undefined && draft.changes.length > 0) {
    const on = draft.base === undefined ? '' : ` on revision ${draft.base}`;
    return `${counted(draft.changes.length, 'change')} by ${authorWords(draft)}${on}`;
  }
  if (running !== undefined) return `Revision ${running} is on its way`;
  const live = revisions.find(({ state }) => state === 'in-force');
  return live === undefined ? '' : `Revision ${live.number} is live`;
}

function authorWords({ changes }: AccessDraft): string {
  const authors = [...new Set(changes.map(({ author }) => author))];
  const more = authors.length - MOST_NAMED;
  if (more > 0) return `${authors.slice(0, MOST_NAMED).join(', ')} and ${more} more`;
  return authors.join(' and ');
}
