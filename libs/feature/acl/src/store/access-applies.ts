import type { EntityManager } from 'typeorm';
import type { ApplyState } from '#contract';
import type { Actor } from '#platform';
import type { AppliedStepDto, SurvivorsDto } from '../api/apply.dto.js';

/** A change on its way to the broker, as it is kept. */
export interface StoredApply {
  readonly number: number;
  readonly base: number;
  readonly state: ApplyState;
  readonly actor: Actor;
  readonly note?: string;
  /** Milliseconds since 1970, as is the next. */
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly steps: readonly AppliedStepDto[];
  readonly outcome?: string;
  readonly survivors?: SurvivorsDto;
}

interface Row {
  readonly number: number;
  readonly base: number;
  readonly state: ApplyState;
  readonly actor: string;
  readonly note: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly steps: string;
  readonly outcome: string | null;
  readonly survivors: string | null;
}

const SELECT = `SELECT access_applies.number, access_applies.base, access_applies.state, actor,
    note, started_at AS startedAt, ended_at AS endedAt, steps, outcome, survivors
  FROM access_applies JOIN policy_revisions USING (number)`;

const stored = ({ actor, note, endedAt, steps, outcome, survivors, ...row }: Row): StoredApply => ({
  ...row,
  actor: JSON.parse(actor) as Actor,
  steps: JSON.parse(steps) as AppliedStepDto[],
  ...(note !== null && { note }),
  ...(endedAt !== null && { endedAt }),
  ...(outcome !== null && { outcome }),
  ...(survivors !== null && { survivors: JSON.parse(survivors) as SurvivorsDto }),
});

/** An apply that has ended, and as what the audit trail is to say so. */
export interface DueOutcome extends StoredApply {
  readonly toAudit: 'access.apply' | 'access.restore';
}

export async function listApplies(
  read: EntityManager,
  limit: number,
): Promise<readonly StoredApply[]> {
  const rows = await read.query<Row[]>(`${SELECT} ORDER BY number DESC LIMIT ?`, [limit]);
  return rows.map(stored);
}

export async function findApply(
  read: EntityManager,
  number: number,
): Promise<StoredApply | undefined> {
  const [row] = await read.query<Row[]>(`${SELECT} WHERE number = ?`, [number]);
  return row && stored(row);
}

/** Those that have ended and of which the audit trail does not say so yet, in their order. */
export async function dueOutcomes(read: EntityManager): Promise<readonly DueOutcome[]> {
  const rows = await read.query<(Row & Pick<DueOutcome, 'toAudit'>)[]>(
    `${SELECT.replace('survivors', 'survivors, to_audit AS toAudit')}
     WHERE to_audit IS NOT NULL AND ended_at IS NOT NULL ORDER BY number`,
  );
  return rows.map((row) => ({ ...stored(row), toAudit: row.toAudit }));
}

/** From now on the audit trail says how it ended, or is to say so as another act. */
export async function setToAudit(
  tx: EntityManager,
  number: number,
  toAudit: DueOutcome['toAudit'] | null,
): Promise<void> {
  await tx.query('UPDATE access_applies SET to_audit = ? WHERE number = ?', [toAudit, number]);
}

/** The one that has not ended, with what it takes to end it. */
export async function findUnended(
  read: EntityManager,
): Promise<(StoredApply & { readonly work: Buffer }) | undefined> {
  const [row] = await read.query<{ number: number; work: Buffer }[]>(
    "SELECT number, work FROM access_applies WHERE state IN ('running', 'restoring') ORDER BY number DESC",
  );
  if (row === undefined) return undefined;
  const apply = await findApply(read, row.number);
  return apply && { ...apply, work: row.work };
}

export async function recordApply(
  tx: EntityManager,
  { number, base, state, actor, startedAt, steps }: StoredApply,
  work: Buffer,
): Promise<void> {
  await tx.query(
    `INSERT INTO access_applies (number, base, state, actor, started_at, steps, work)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [number, base, state, JSON.stringify(actor), startedAt, JSON.stringify(steps), work],
  );
}

/** How far it has come; once it has ended, what it took to end it is forgotten. */
export async function updateApply(
  tx: EntityManager,
  { number, state, endedAt, steps, outcome, survivors }: StoredApply,
): Promise<void> {
  await tx.query(
    `UPDATE access_applies SET state = ?, ended_at = ?, steps = ?, outcome = ?, survivors = ?
       ${endedAt === undefined ? '' : ', work = NULL'}
     WHERE number = ?`,
    [
      state,
      endedAt ?? null,
      JSON.stringify(steps),
      outcome ?? null,
      survivors === undefined ? null : JSON.stringify(survivors),
      number,
    ],
  );
}
