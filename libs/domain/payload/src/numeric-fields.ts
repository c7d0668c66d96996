import type { StructuredDecode } from './decoded.js';
import { likelyDecode } from './likely-decode.js';
import { plainNumber } from './plain-number.js';
import { below, MAX_PATH, segmentOf } from './pointer.js';
import { readValue } from './read-value.js';
import type { MapValue, Value } from './value.js';

export interface NumericField {
  /** A JSON pointer (RFC 6901); '' is the payload itself. */
  readonly path: string;
  readonly value: number;
}

/**
 * The numbers of a payload, as near as a double comes to them, in its order and at most `limit`.
 * Read as {@link likelyDecode} says; text that is a decimal number, as `+021.50`, is one too. A tag
 * does not count as a level; of a key that occurs twice the last counts, as in JSON.parse; a key
 * that is no string is its text, as `1`. What no double can hold, or is none, is left out.
 */
export function numericFields(bytes: Uint8Array, limit = 64): readonly NumericField[] {
  const as = likelyDecode(bytes);
  if (as === 'text') {
    const value = plainNumber(bytes);
    return value === undefined || limit < 1 ? [] : [{ path: '', value }];
  }
  if (as === 'hex' || as === 'base64') return [];
  return structuredFields(bytes, as, limit);
}

function structuredFields(bytes: Uint8Array, as: StructuredDecode, limit: number): NumericField[] {
  const root = readValue(bytes, as);
  const fields: NumericField[] = [];
  const visit = (value: Value, path: string): void => {
    if (fields.length >= limit || path.length > MAX_PATH) return;
    switch (value.kind) {
      case 'number': {
        const number = Number(value.text);
        if (Number.isFinite(number)) fields.push({ path, value: number });
        return;
      }
      case 'list':
        for (const [index, item] of value.items.entries()) visit(item, below(path, String(index)));
        return;
      case 'map':
        for (const [segment, inner] of lastEntries(value)) visit(inner, below(path, segment));
        return;
      case 'tagged':
        visit(value.value, path);
        return;
      case 'word':
      case 'string':
      case 'bytes':
      case 'extension':
        return;
    }
  };
  if (!('problem' in root)) visit(root, '');
  return fields;
}

function lastEntries({ entries }: MapValue): Map<string, Value> {
  return new Map(entries.map(([key, value]) => [segmentOf(key), value]));
}
