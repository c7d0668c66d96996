import type { Decode } from './decoded.js';
import { openReader } from './open-reader.js';
import { payloadFormat } from './payload.js';
import { skip } from './token-reader.js';

/**
 * The decode to show first: json for JSON, text for text; cbor or msgpack where the whole payload is
 * a map or a list of it; else hex. Of the few payloads that are both, one that MessagePack reads as a
 * map with names for keys is that, as `81 a1 20 a0` (in CBOR `[{-1: {}}]`), and others are CBOR.
 */
export function likelyDecode(bytes: Uint8Array): Decode {
  const format = payloadFormat(bytes);
  if (format !== 'binary') return format;
  const messagePack = containerIn(bytes, 'msgpack');
  if (messagePack === 'names') return 'msgpack';
  if (containerIn(bytes, 'cbor')) return 'cbor';
  return messagePack ? 'msgpack' : 'hex';
}

/** What the whole payload is: a map that begins with a string for a key, or another container. */
function containerIn(bytes: Uint8Array, as: 'cbor' | 'msgpack'): 'names' | 'other' | undefined {
  const reader = openReader(bytes, as);
  if ('problem' in reader) return undefined;
  let tags = 0;
  let token = reader.next();
  for (; token === 'tag'; tags++) token = reader.next();
  if (token !== 'list' && token !== 'map') return undefined;
  const first = reader.next();
  if (first !== 'close') {
    skip(reader, first);
    skip(reader, token);
  }
  while (tags-- > 0) reader.next();
  if (reader.next() !== 'end') return undefined;
  return token === 'map' && first === 'string' ? 'names' : 'other';
}
