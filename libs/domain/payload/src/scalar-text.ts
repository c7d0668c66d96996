import { hex } from './hex.js';

/** Characters that a payload is shown in at most; 256 Ki. */
export const MAX_TEXT = 262_144;

/** A byte string in diagnostic notation; of one too long to be shown, more than can be shown. */
export function bytesText(bytes: Uint8Array): string {
  return `h'${hex(bytes.subarray(0, MAX_TEXT))}'`;
}
