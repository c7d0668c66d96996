import type { EntityManager } from 'typeorm';
import { keyId, readMark, type Mac } from '#domain/ledger';
import { marks } from './store/trail-tables.js';

/** What a trail says of its end. Without its key that is a claim. */
export interface TrailEnd {
  readonly number: number;
  readonly hash: Uint8Array;
  /** When the last entry was written, as milliseconds since 1970. */
  readonly at: number;
  /** Whether it was written with the key of whoever asks. */
  readonly isOwn: boolean;
}

/** Where the trail ends; nothing when nothing was ever written into it, or nobody can read where. */
export async function trailEnd(read: EntityManager, mac: Mac): Promise<TrailEnd | undefined> {
  const { head } = await marks(read);
  const mark = head && readMark(mac, 'head', head);
  return mark && { ...mark.content, isOwn: mark.keyId === keyId(mac) };
}
