import { exactDouble } from './exact-double.js';
import type { JsonReader } from './json-reader.js';
import type { StructureWriter } from './structure-writer.js';
import { ends, type Token } from './token-reader.js';

/** A number with more digits is a mistake, or an attempt at making slow. */
const LONGEST_NUMBER = 1000;

/**
 * Writes a JSON value in another format, token by token. Integers stay integers, and what has a point
 * or an exponent becomes a double.
 *
 * @param counts of each list and map, in the order in which they begin: their numbers of values
 * @returns why it cannot be written so, of the token just read; or nothing
 */
export function writeJsonAs(
  writer: StructureWriter,
  json: JsonReader,
  counts: readonly number[],
): string | undefined {
  const levels: Level[] = [];
  let container = 0;
  for (let token = json.next(); token === 'close' || !ends(token); token = json.next()) {
    if (token === 'close') {
      levels.pop();
      continue;
    }
    const reason = twice(levels.at(-1), json) ?? writeScalar(writer, token, json);
    if (reason !== undefined) return reason;
    if (token !== 'list' && token !== 'map') continue;
    const count = counts[container++] ?? 0;
    if (token === 'list') writer.list(count);
    else writer.map(count / 2);
    levels.push({ keys: token === 'map' ? new Set() : undefined, count: 0 });
  }
  return undefined;
}

/** The numbers of values in each list and map of a JSON value, in the order in which they begin. */
export function valueCounts(json: JsonReader): readonly number[] {
  const counts: number[] = [];
  const open: number[] = [];
  for (let token = json.next(); token === 'close' || !ends(token); token = json.next()) {
    if (token === 'close') {
      open.pop();
      continue;
    }
    const inside = open.at(-1);
    if (inside !== undefined) counts[inside] = (counts[inside] ?? 0) + 1;
    if (token === 'list' || token === 'map') open.push(counts.push(0) - 1);
  }
  return counts;
}

interface Level {
  /** Of a map. */
  readonly keys: Set<string> | undefined;
  count: number;
}

/** Other formats refuse a map that has a key twice (RFC 8949 section 5.6), or lose the first. */
function twice(level: Level | undefined, json: JsonReader): string | undefined {
  if (!level?.keys || level.count++ % 2 === 1) return undefined;
  const key = json.text();
  if (level.keys.has(key)) return 'the object has this key twice';
  level.keys.add(key);
  return undefined;
}

function writeScalar(writer: StructureWriter, token: Token, json: JsonReader): string | undefined {
  if (token === 'string') {
    const text = json.text();
    if (!text.isWellFormed()) return 'half a surrogate pair is no character';
    writer.string(text);
  } else if (token === 'number') {
    return writeNumber(writer, json.text());
  } else if (token === 'word') {
    const word = json.text();
    writer.word(word === 'true' || word === 'false' ? word : 'null');
  }
  return undefined;
}

function writeNumber(writer: StructureWriter, text: string): string | undefined {
  if (text.length > LONGEST_NUMBER) return `a number has at most ${LONGEST_NUMBER} characters`;
  // An integer has no negative zero.
  if (/^-?\d+$/.test(text) && text !== '-0') return writer.integer(BigInt(text));
  const double = exactDouble(text);
  if (double === undefined) return 'a floating point number cannot hold all of this number';
  writer.double(double);
  return undefined;
}
