import { buildValue } from './build-value.js';
import { likelyDecode } from './likely-decode.js';
import { MAX_VALUES, openReader } from './open-reader.js';
import { plainNumber } from './plain-number.js';
import { MAX_PATH, segmentOf, segmentsOf } from './pointer.js';
import { ends, skip, type Token, type TokenReader } from './token-reader.js';

/**
 * The number that {@link numericFields} would find at this path, or undefined. Builds nothing on the
 * way: it is asked of each message of a history.
 */
export function numberAt(bytes: Uint8Array, path: string): number | undefined {
  const segments = path.length > MAX_PATH ? undefined : segmentsOf(path);
  const as = segments && likelyDecode(bytes);
  if (as === 'text') return path === '' ? plainNumber(bytes) : undefined;
  if (!segments || !as || as === 'hex' || as === 'base64') return undefined;
  const reader = openReader(bytes, as, MAX_VALUES);
  if ('problem' in reader) return undefined;
  const number = find(reader, reader.next(), segments);
  return reader.next() === 'end' ? number : undefined;
}

/** Reads the value that begins with `token` and answers the number in it. */
function find(reader: TokenReader, token: Token, path: readonly string[]): number | undefined {
  if (token === 'tag') {
    const number = find(reader, reader.next(), path);
    reader.next(); // the tag closes after its only value
    return number;
  }
  if (path.length > 0 && token === 'list') return findInList(reader, path);
  if (path.length > 0 && token === 'map') return findInMap(reader, path);
  if (path.length > 0 || token !== 'number') {
    skip(reader, token);
    return undefined;
  }
  const number = Number(reader.text());
  return Number.isFinite(number) ? number : undefined;
}

function findInList(
  reader: TokenReader,
  [segment, ...rest]: readonly string[],
): number | undefined {
  let number: number | undefined;
  let index = 0;
  for (let token = reader.next(); !ends(token); token = reader.next()) {
    if (String(index++) === segment) number = find(reader, token, rest);
    else skip(reader, token);
  }
  return number;
}

function findInMap(reader: TokenReader, [segment, ...rest]: readonly string[]): number | undefined {
  let number: number | undefined;
  for (let key = reader.next(); !ends(key); key = reader.next()) {
    const found = keyText(reader, key) === segment;
    const token = reader.next();
    // Of a key that occurs twice the last counts, whatever it leads to.
    if (found) number = find(reader, token, rest);
    else skip(reader, token);
  }
  return number;
}

function keyText(reader: TokenReader, token: Token): string | undefined {
  if (token === 'string') return reader.text();
  const key = buildValue(reader, token);
  return key && segmentOf(key);
}
