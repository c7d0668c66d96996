import type { AccessApply, AccessRevision, PolicyPart } from '../api/models';
import type { IconName } from '../ui/icons';

const PARTS: Readonly<Record<PolicyPart, string>> = {
  aclFile: 'acl_file',
  passwordFile: 'password_file',
  dynsec: 'plugin’s state',
  allowAnonymous: 'allow_anonymous',
  listener: 'listener',
};

/** A revision in the list. */
export interface RevisionRow {
  readonly number: number;
  /** What it is for, or what became of it. */
  readonly title: string;
  readonly mark?: IconName & ('warning' | 'fault' | 'info' | 'running');
  /** `system` is MCM itself. */
  readonly author: string;
  readonly seenAt: string;
  readonly isLive: boolean;
  /** Why it cannot be brought back; absent when it can. */
  readonly notBack?: string;
}

/** The list as it is shown; `applies` knows how those ended that are not in force. */
export function revisionRows(
  revisions: readonly AccessRevision[],
  applies: readonly AccessApply[] = [],
): readonly RevisionRow[] {
  const outcomes = new Map(applies.map(({ number, outcome }) => [number, outcome]));
  const live = revisions.find(({ state }) => state === 'in-force')?.number;
  return revisions.map((revision) => {
    const { number, seenAt, isKept } = revision;
    const isLive = number === live;
    const notBack = isLive ? 'It is in force.' : isKept ? undefined : NOT_KEPT;
    return {
      ...{ number, seenAt, isLive, author: authorOf(revision) },
      ...titleOf(revision, outcomes.get(number)),
      ...(notBack !== undefined && { notBack }),
    };
  });
}

const NOT_KEPT = 'It was only seen: MCM has not the hashes of its passwords.';

function titleOf(
  { state, note, origin, changed }: AccessRevision,
  outcome: string | undefined,
): Pick<RevisionRow, 'title' | 'mark'> {
  const title = note ?? ORIGINS[origin](changed);
  switch (state) {
    case 'in-force':
      return { title };
    case 'applying':
      return { title, mark: 'running' };
    case 'refused':
      return { title: `Not applied: ${outcome ?? title}`, mark: 'info' };
    case 'restored':
      return { title: `Restored: ${outcome ?? title}`, mark: 'warning' };
    case 'failed':
      return { title: `Failed: ${outcome ?? title}`, mark: 'fault' };
  }
}

const ORIGINS: Readonly<
  Record<AccessRevision['origin'], (changed: readonly PolicyPart[]) => string>
> = {
  seen: (changed) => `Changed elsewhere: ${partWords(changed)}`,
  imported: () => 'Imported from the broker',
  adopted: () => 'Adopted from the broker',
  applied: (changed) => `Changed ${partWords(changed)}`,
};

function partWords(changed: readonly PolicyPart[]): string {
  return changed.map((part) => PARTS[part]).join(', ') || 'nothing';
}

function authorOf({ author, origin }: AccessRevision): string {
  if (author === 'system') return 'MCM';
  return author ?? (origin === 'seen' ? 'not by MCM' : 'MCM');
}
