import type { EntityManager } from 'typeorm';
import { ChainVerifier, writeMark, type KnownHead, type Mac } from '#domain/ledger';
import { readBody, systemAct, writeBody } from './entry-body.js';
import { entriesAfter, marks, outermost, removeUpTo, setMark } from './store/trail-tables.js';

const DAY_MS = 86_400_000;

export interface RetentionTimes {
  /** Milliseconds since 1970, as now. */
  readonly now: number;
  /** How long entries are kept, in milliseconds. */
  readonly retention: number;
  /** How many entries go in one transaction, if it can be. */
  readonly batch: number;
}

/**
 * Where the old end can be cut off: each answer is the last entry of a batch that goes. Only proven entries
 * say how old the trail is there, so nobody has entries removed early by altering their time; those that
 * cannot be proven go together with a proven one behind them.
 *
 * Entries stay up to a day longer than they have to: each cut is an entry itself.
 */
export async function placesToCut(
  read: EntityManager,
  mac: Mac,
  { now, retention, batch }: RetentionTimes,
): Promise<readonly KnownHead[]> {
  const due = now - retention;
  const verifier = new ChainVerifier(mac, await marks(read), { limit: 0 });
  const places: KnownHead[] = [];
  let last: KnownHead | undefined;
  for (let number = 0; ;) {
    const entries = await entriesAfter(read, number, batch);
    for (const entry of entries) {
      number = entry.number;
      const at = verifier.take(entry) ? readBody(entry.body)?.at : undefined;
      // One of the future was written when the clock was wrong, and says nothing.
      if (at === undefined || at > now) continue;
      const isFirst = places.length === 0 && !last;
      if (at >= due || (isFirst && at >= due - Math.min(DAY_MS, retention / 10))) {
        return last ? [...places, last] : places;
      }
      last = { number: entry.number, hash: entry.hash };
    }
    if (entries.length === 0) return last ? [...places, last] : places;
    if (last) places.push(last);
    last = undefined;
  }
}

/** Cuts the trail off up to and with the entry `last`; answers the entry that says so. */
export async function cutUpTo(
  tx: EntityManager,
  mac: Mac,
  { number, hash }: KnownHead,
  now: number,
): Promise<string> {
  const before = (await outermost(tx, 'first'))?.number;
  await removeUpTo(tx, number);
  await setMark(tx, 'start', writeMark(mac, 'start', { number: number + 1, hash, at: now }));
  const changes = [{ pointer: '/first', before, after: number + 1 }];
  const outcome = { result: 'success', changes } as const;
  return writeBody({ ...systemAct('audit.cut'), kind: 'outcome', at: now, outcome });
}
