import { randomUUID } from 'node:crypto';

/** Shorter values are read faster than they are found again. */
const LONG = 500;

const [QUOTE, BACKSLASH] = [34, 92];
const [OPEN, CLOSE] = [123, 125];

/** Stands in a line for the value that is known; nobody who writes the line can know it. */
const STAND_IN = randomUUID();

interface Known {
  readonly key: string;
  /** Key and value as they were written. */
  readonly raw: Buffer;
  readonly value: unknown;
}

/**
 * Reads lines of JSON in which one of the `keys` mostly has the same long value as in the line before, such as the
 * rules in questions about them: a value that is written in the same bytes is not parsed again.
 */
export class RepeatedJson {
  private known: Known | undefined;

  constructor(private readonly keys: readonly string[]) {}

  /** The line's value. @throws SyntaxError when it is not JSON */
  read(line: Buffer): unknown {
    const again = this.known && readAround(line, this.known);
    if (again !== undefined) return again;
    const value: unknown = JSON.parse(line.toString('utf8'));
    if (line.length >= LONG && isRecord(value)) this.learn(line, value);
    return value;
  }

  private learn(line: Buffer, value: Readonly<Record<string, unknown>>): void {
    const found = this.keys.map((key) => longValue(line, key, value[key]));
    this.known = found.find((one) => one !== undefined) ?? this.known;
  }
}

/** The line's value, with what is known put in its place; nothing when the line does not hold it there. */
function readAround(line: Buffer, { key, raw, value }: Known): unknown {
  const at = line.indexOf(`"${key}"`);
  if (at === -1 || !line.subarray(at, at + raw.length).equals(raw)) return undefined;
  const before = line.toString('utf8', 0, at);
  const after = line.toString('utf8', at + raw.length);
  const rest = parsed(`${before}"${key}":"${STAND_IN}"${after}`);
  // Further inside, or before the same key once more, it is not the value that counts.
  return isRecord(rest) && rest[key] === STAND_IN ? { ...rest, [key]: value } : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // SyntaxError: only parsing it shows whether it is JSON.
    return undefined;
  }
}

/** The value in the line, if it is long and stands where the key is first. */
function longValue(line: Buffer, key: string, value: unknown): Known | undefined {
  if (typeof value !== 'string' && !isRecord(value)) return undefined;
  const at = line.indexOf(`"${key}"`);
  if (at === -1) return undefined;
  const start = line.indexOf(typeof value === 'string' ? QUOTE : OPEN, at + key.length + 2);
  const end = typeof value === 'string' ? endOfString(line, start) : endOfObject(line, start);
  if (end - start < LONG) return undefined;
  const written = line.toString('utf8', at, end);
  return isWrittenAs(written, key, value) ? { key, raw: Buffer.from(written), value } : undefined;
}

/** The place after the string that begins here. */
function endOfString(line: Buffer, start: number): number {
  for (let at = line.indexOf(QUOTE, start + 1); at !== -1; at = line.indexOf(QUOTE, at + 1)) {
    let escapes = 0;
    while (line[at - 1 - escapes] === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return at + 1;
  }
  return line.length;
}

/** The place after the object that begins here. */
function endOfObject(line: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < line.length; at++) {
    const byte = line[at];
    if (byte === QUOTE) at = endOfString(line, at) - 1;
    else if (byte === OPEN) depth++;
    else if (byte === CLOSE && --depth === 0) return at + 1;
  }
  return line.length;
}

function isWrittenAs(written: string, key: string, value: unknown): boolean {
  const read = parsed(`{${written}}`);
  return isRecord(read) && JSON.stringify(read[key]) === JSON.stringify(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
