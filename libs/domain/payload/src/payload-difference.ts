import { byteDifference, type ByteDifference } from './byte-difference.js';
import type { StructuredDecode } from './decoded.js';
import { likelyDecode } from './likely-decode.js';
import { lineDifference, type LineDifference } from './line-difference.js';
import { MAX_STRUCTURED_BYTES } from './open-reader.js';
import { payloadFormat } from './payload.js';
import { readValue } from './read-value.js';
import { structureDifference, type StructureDifference } from './structure-difference.js';
import type { Value } from './value.js';

export type PayloadDifference = StructureDifference | LineDifference | ByteDifference;

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * What has changed from one payload to another: by field where both read as the same structure, by
 * line where both are text of at most 1 MiB, else by byte. At most 200 changes are listed.
 */
export function payloadDifference(before: Uint8Array, after: Uint8Array): PayloadDifference {
  const as = likelyDecode(before);
  if (as === likelyDecode(after) && (as === 'json' || as === 'cbor' || as === 'msgpack')) {
    const [old, current] = [treeOf(before, as), treeOf(after, as)];
    if (old && current) return structureDifference(as, old, current);
  }
  if (!isShortText(before) || !isShortText(after)) return byteDifference(before, after);
  return lineDifference(DECODER.decode(before), DECODER.decode(after));
}

/** Nothing where the payload has more values than a tree may. */
function treeOf(bytes: Uint8Array, as: StructuredDecode): Value | undefined {
  const value = readValue(bytes, as);
  return 'problem' in value ? undefined : value;
}

function isShortText(bytes: Uint8Array): boolean {
  return bytes.length <= MAX_STRUCTURED_BYTES && payloadFormat(bytes) !== 'binary';
}
