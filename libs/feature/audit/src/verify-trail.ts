import type { EntityManager } from 'typeorm';
import { ChainVerifier, type KnownHead, type Mac, type Verdict } from '#domain/ledger';
import { entriesAfter, marks, strays } from './store/trail-tables.js';

const BATCH = 500;

export interface VerifyOptions {
  /** A head that was written down elsewhere. */
  readonly known?: KnownHead;
  /** How many problems are told in full. */
  readonly limit: number;
}

/** Whether the trail in `read`, which has to be one state of the database, is the one that was written. */
export async function verifyTrail(
  read: EntityManager,
  mac: Mac,
  { known, limit }: VerifyOptions,
): Promise<Verdict> {
  const verifier = new ChainVerifier(mac, await marks(read), { limit, ...(known && { known }) });
  let number = 0;
  for (;;) {
    const batch = await entriesAfter(read, number, BATCH);
    for (const entry of batch) verifier.take(entry);
    const last = batch.at(-1);
    if (!last) break;
    number = last.number;
  }
  const { problems, problemCount, ...verdict } = verifier.finish();
  const stray = (await strays(read)).map((text) => ({
    number: Number(text),
    kind: 'out-of-place' as const,
    detail: `Entry ${text} is out of place: no trail has an entry of this number.`,
  }));
  return {
    ...verdict,
    valid: verdict.valid && stray.length === 0,
    problems: [...problems, ...stray].slice(0, limit),
    problemCount: problemCount + stray.length,
  };
}
