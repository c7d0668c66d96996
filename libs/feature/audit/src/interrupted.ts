import type { EntityManager } from 'typeorm';
import { keyId, link, ORIGIN, readMark, sameBytes, type Mac } from '#domain/ledger';
import { readBody, writeBody } from './entry-body.js';
import { marks, unfinished } from './store/trail-tables.js';

/**
 * The outcomes, still to be written, of acts that a former process began and did not live to end. An intent
 * that was altered gets none: nothing of what it says may enter the trail again.
 */
export async function interruptedActs(
  tx: EntityManager,
  mac: Mac,
  now: number,
): Promise<readonly string[]> {
  const { head, start } = await marks(tx);
  const before = start && readMark(mac, 'start', start)?.content;
  const key = head && readMark(mac, 'head', head)?.keyId;
  const otherKey = key !== undefined && key !== keyId(mac);
  const open = await unfinished(tx);
  return open.flatMap(({ number, body, hash, previous }) => {
    const linked = previous ?? (before?.number === number ? before.hash : ORIGIN);
    const act = readBody(body);
    // Written with a key that is gone, they cannot be checked; but whatever they were, they are over.
    const sound =
      otherKey ||
      (linked.length === ORIGIN.length && sameBytes(link(mac, linked, number, body), hash));
    if (!act || !sound) return [];
    const outcome = { result: 'interrupted' } as const;
    return [writeBody({ ...act, kind: 'outcome', at: now, intent: number, outcome })];
  });
}
