import { createHash } from 'node:crypto';

const BYTES = 16;

/** 128 bits of a text's hash in base64url: names it in an address, whatever it holds. */
export function idOf(text: string): string {
  return createHash('sha256')
    .update(text, 'utf16le')
    .digest()
    .subarray(0, BYTES)
    .toString('base64url');
}
