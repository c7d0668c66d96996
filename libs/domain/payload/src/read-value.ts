import { buildValue } from './build-value.js';
import type { DecodeFailure, StructuredDecode } from './decoded.js';
import { failureOf, MAX_VALUES, openReader } from './open-reader.js';
import type { Value } from './value.js';

/** A payload as a tree: of at most 1 MiB, 100,000 values (keys counted) and 512 levels. */
export function readValue(bytes: Uint8Array, as: StructuredDecode): Value | DecodeFailure {
  const reader = openReader(bytes, as, MAX_VALUES);
  if ('problem' in reader) return reader;
  const value = buildValue(reader, reader.next());
  return value && reader.next() === 'end' ? value : failureOf(reader, as);
}
