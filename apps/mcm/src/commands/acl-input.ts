import { createReadStream } from 'node:fs';
import { FileError } from './command-error.js';

/** More than any policy, list of users or line of questions has. */
const MOST_BYTES = 64 * 1024 * 1024;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const CHUNK = 256 * 1024;

/** The bytes of a file, or of stdin for `-`. @throws FileError when it cannot be read or is larger than 64 MB */
export async function readInput(path: string): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of chunks(path)) {
    size += part.length;
    if (size > MOST_BYTES) throw new FileError(`${nameOf(path)} is larger than 64 MB`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The name of an input in sentences and in `file:line`. */
export const nameOf = (path: string): string => (path === '-' ? 'stdin' : path);

/** A line without its end, or nothing in its place when it is longer than {@link MOST_BYTES}. */
export type Line = Buffer | undefined;

/**
 * The lines of a file or stdin, in groups as they come, so that a writer who waits for answers gets them. At most the
 * longest line allowed is held. @throws FileError
 */
export async function* readLines(path: string): AsyncGenerator<readonly Line[]> {
  let begun: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks(path)) {
    const lines: Line[] = [];
    let start = 0;
    for (let feed = chunk.indexOf(LINE_FEED); feed !== -1; feed = chunk.indexOf(LINE_FEED, start)) {
      const end = chunk.subarray(start, feed);
      lines.push(finished(begun, end, size + end.length));
      begun = [];
      size = 0;
      start = feed + 1;
    }
    size += chunk.length - start;
    // What is too long already is only counted.
    if (size > MOST_BYTES) begun = [];
    else if (start < chunk.length) begun.push(chunk.subarray(start));
    yield lines;
  }
  if (size > 0) yield [finished(begun, Buffer.of(), size)];
}

function finished(begun: readonly Buffer[], end: Buffer, size: number): Line {
  if (size > MOST_BYTES) return undefined;
  const line = begun.length === 0 ? end : Buffer.concat([...begun, end]);
  return line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
}

async function* chunks(path: string): AsyncGenerator<Buffer> {
  const source = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: CHUNK });
  try {
    for await (const chunk of source) yield chunk as Buffer;
  } catch (cause) {
    // ENOENT, EACCES, EISDIR, …: what is there, and for whom, is known only when it is read.
    throw new FileError(`${nameOf(path)} cannot be read: ${whyNot(cause)}`, { cause });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  EISDIR: 'it is a folder',
};

function whyNot(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause ? String(cause.code) : '';
  return REASONS[code] ?? cause.message;
}
