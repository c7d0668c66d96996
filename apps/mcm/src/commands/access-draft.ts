import type { AccessDraftDto, AccessPlanDto, DeclaredDto, ImportedPasswordDto } from '#feature/acl';
import type { DeclarationProblem } from '#domain/change';
import { StartError } from '../start-error.js';
import { LARGE_PATIENCE_MS, ServerRefused, type Ask } from './asking.js';
import type { AccessFile } from './access-file.js';
import { Misuse } from './command-error.js';

const DRAFT = '/api/v1/access/draft';
/** The impact of a plan may take a minute. */
const PLAN_PATIENCE_MS = 90_000;

/** A draft that a command looks at, and what it takes to be rid of it. */
export interface OwnDraft {
  readonly version: number;
  readonly changes: number;
  /** Passwords that were made for it. */
  readonly passwords: readonly ImportedPasswordDto[];
  /** Forgets it, unless somebody has changed it since. */
  discard(): Promise<void>;
}

/** The draft as it is. */
export async function currentDraft(ask: Ask): Promise<AccessDraftDto> {
  return (await ask('GET', DRAFT)) as AccessDraftDto;
}

/**
 * Makes a draft of what the file declares; there is one draft, so nobody else may have begun one.
 * @throws Misuse with the lines of the file that cannot be, StartError when there is a draft
 */
export async function draftOfFile(ask: Ask, file: AccessFile): Promise<OwnDraft> {
  const version = await emptyDraft(ask);
  const { declaration } = file;
  try {
    const body = { declaration };
    const more = { ifMatch: version, patienceMs: LARGE_PATIENCE_MS };
    const declared = (await ask('POST', `${DRAFT}/declaration`, body, more)) as DeclaredDto;
    const { draftVersion, changes, passwords } = declared;
    return own(ask, { version: draftVersion, changes, passwords });
  } catch (error) {
    // What cannot be declared the server knows: whether a role is there, what the broker has a place for.
    const problems = error instanceof ServerRefused ? problemsIn(error) : [];
    if (problems.length === 0) throw error;
    throw new Misuse(file.told(problems), { cause: error });
  }
}

/** Makes a draft that brings a revision back. @throws StartError when there is a draft, or no such revision */
export async function draftOfRevision(ask: Ask, revision: number): Promise<OwnDraft> {
  const ifMatch = await emptyDraft(ask);
  const made = await ask('POST', `${DRAFT}/revision`, { revision }, { ifMatch });
  const { version, changes } = made as AccessDraftDto;
  return own(ask, { version, changes: changes.length, passwords: [] });
}

/** Forgets a draft. Answers how many changes it had. */
export async function discardDraft(ask: Ask): Promise<number> {
  const { version, changes } = await currentDraft(ask);
  if (changes.length > 0) await ask('DELETE', DRAFT, undefined, { ifMatch: version });
  return changes.length;
}

/**
 * What applying the draft would do.
 * @throws StartError when it is not the command's `own` any more
 */
export async function planOf(ask: Ask, own?: OwnDraft): Promise<AccessPlanDto> {
  const more = { patienceMs: PLAN_PATIENCE_MS };
  const plan = (await ask('POST', '/api/v1/access/plan', {}, more)) as AccessPlanDto;
  if (own === undefined || own.version === plan.version) return plan;
  throw new StartError('somebody else edits the draft at the same time: look at it, and try again');
}

async function emptyDraft(ask: Ask): Promise<number> {
  const { version, changes, author } = await currentDraft(ask);
  if (changes.length === 0) return version;
  const count = changes.length === 1 ? 'a change' : `${changes.length} changes`;
  throw new StartError(
    `there is a draft already, with ${count}${author === undefined ? '' : ` by ${author}`}: apply it (mcm access apply) or discard it (mcm access discard) first`,
  );
}

function own(ask: Ask, draft: Omit<OwnDraft, 'discard'>): OwnDraft {
  const discard = async () => {
    if (draft.changes === 0) return;
    try {
      await ask('DELETE', DRAFT, undefined, { ifMatch: draft.version });
    } catch (error) {
      // ServerRefused: somebody has changed it, or applied it, in the meantime. Then it is not ours any more.
      if (!(error instanceof ServerRefused)) throw error;
    }
  };
  return { ...draft, discard };
}

/** Of the declaration, with its pointers. */
function problemsIn({ problem }: ServerRefused): readonly DeclarationProblem[] {
  const errors = problem.errors ?? [];
  return errors.map(({ pointer, detail }) => ({
    pointer: pointer.replace(/^\/declaration(?=\/|$)/, ''),
    detail,
  }));
}
