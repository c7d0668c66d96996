import { hash } from 'node:crypto';

const ID_BYTES = 16;

/** The first 128 bits of the name's SHA-256 in base64url. */
export function topicId(name: string): string {
  return hash('sha256', name, 'buffer').toString('base64url', 0, ID_BYTES);
}
