import type { EntityManager } from 'typeorm';
import {
  anchor,
  keyId,
  link,
  ORIGIN,
  readMark,
  writeMark,
  type AnchorReason,
  type KnownHead,
  type Mac,
  type Marks,
} from '#domain/ledger';
import { systemAct, writeBody } from './entry-body.js';
import {
  freeNumber,
  insert,
  marks,
  MOST_NUMBER,
  outermost,
  setMark,
} from './store/trail-tables.js';

/** What entries are written with. */
export interface Pen {
  readonly mac: Mac;
  /** No trail was ever written with this key. */
  readonly keyIsNew: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Appended {
  /** The number of the first of the bodies. */
  readonly first: number;
  /** The trail could not be gone on with as it was: the chain begins anew there. */
  readonly anchored?: { readonly reason: AnchorReason; readonly number: number };
}

/** Where the next entry goes. */
interface Place {
  readonly number: number;
  /** What it links to; absent where the chain has to begin anew. */
  readonly previous?: Uint8Array;
  readonly reason?: AnchorReason;
  /** Which entry was the last one, as far as anybody says. */
  readonly claimed?: KnownHead;
}

/**
 * Adds entries to the end of the chain, and brings the head mark after them. The head is read here, in the
 * transaction, each time: what is remembered may have been rolled back.
 *
 * What was done to the trail is never smoothed over: entries that are gone leave a gap, and where no valid
 * mark says which entry was the last, the chain begins anew with an entry that says so.
 */
export async function append(
  tx: EntityManager,
  pen: Pen,
  bodies: readonly string[],
): Promise<Appended> {
  const place = await findPlace(tx, pen, bodies.length + 1);
  const { reason, number } = place;
  const all = reason ? [await beginAnew(tx, pen, place), ...bodies] : bodies;
  let previous = place.previous ?? ORIGIN;
  for (const [at, text] of all.entries()) {
    const body = Buffer.from(text);
    const isAnchor = reason && at === 0;
    previous = isAnchor
      ? anchor(pen.mac, reason, number, body)
      : link(pen.mac, previous, number + at, body);
    await insert(tx, { number: number + at, body, hash: previous });
  }
  const head = { number: number + all.length - 1, hash: previous, at: pen.now };
  await setMark(tx, 'head', writeMark(pen.mac, 'head', head));
  return reason ? { first: number + 1, anchored: { reason, number } } : { first: number };
}

async function findPlace(tx: EntityManager, { mac, keyIsNew }: Pen, count: number): Promise<Place> {
  const stored = await marks(tx);
  const mark = stored.head && readMark(mac, 'head', stored.head);
  if (mark?.proven) {
    const { number, hash } = mark.content;
    const free = await freeNumber(tx, number, count);
    // What lies right behind the end is not ours, and is left where it is.
    if (free > number + 1) return { number: free, reason: 'head', claimed: mark.content };
    return { number: free, previous: hash };
  }
  const last = await outermost(tx, 'last');
  if (keyIsNew && !stored.head && !last) return { number: 1, previous: ORIGIN };
  const reason = mark && mark.keyId !== keyId(mac) ? 'key' : 'head';
  // With the right key an invalid mark is an altered one; with another key it may be right.
  const claimed = reason === 'key' && mark && mark.content.number < MOST_NUMBER / 2;
  const number = Math.max(last?.number ?? 0, claimed ? mark.content.number : 0) + 1;
  return { number, reason, ...(mark && { claimed: mark.content }) };
}

/** The entry that says that the chain begins anew, and why. */
async function beginAnew(
  tx: EntityManager,
  { mac, now }: Pen,
  { reason, number, claimed }: Place,
): Promise<string> {
  if (reason === 'key') await renewStart(tx, mac, { number, hash: ORIGIN, at: now });
  const action = reason === 'key' ? 'audit.key_replaced' : 'audit.head_replaced';
  const before = claimed && {
    number: claimed.number,
    hash: Buffer.from(claimed.hash).toString('hex'),
  };
  const changes = before ? [{ pointer: '/head', before }] : [];
  const outcome = { result: 'success', changes } as const;
  return writeBody({ ...systemAct(action), kind: 'outcome', at: now, outcome });
}

/** The mark of the start under the new key, so that what lies between it and the anchor cannot be taken away. */
async function renewStart(
  tx: EntityManager,
  mac: Mac,
  fallback: KnownHead & { readonly at: number },
): Promise<void> {
  const { start }: Marks = await marks(tx);
  if (!start) return;
  const said = readMark(mac, 'start', start)?.content;
  const first = await outermost(tx, 'first');
  const content = said ?? { ...fallback, ...(first && { number: first.number }) };
  await setMark(tx, 'start', writeMark(mac, 'start', content));
}
