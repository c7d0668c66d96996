import type { DecodeFailure } from './decoded.js';
import type { Value } from './value.js';

/** A value as a JavaScript programmer would have it: integers beyond 2^53 as bigint, maps as Map. */
export function asJs(value: Value | DecodeFailure): unknown {
  if ('problem' in value) throw new Error(value.problem);
  switch (value.kind) {
    case 'word':
      return { null: null, true: true, false: false }[value.text];
    case 'number':
      return numberOf(value.text);
    case 'string':
      return value.text;
    case 'bytes':
      return Uint8Array.from(value.bytes);
    case 'list':
      return value.items.map(asJs);
    case 'map':
      return new Map(value.entries.map(([key, inner]) => [asJs(key), asJs(inner)]));
    case 'tagged':
    case 'extension':
      return value;
  }
}

function numberOf(text: string): number | bigint {
  const number = Number(text);
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(number) ? BigInt(text) : number;
}
