import { constants, open, type FileHandle } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from './error-code.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read by the user MCM runs as',
  EPERM: 'may not be read by the user MCM runs as',
  EISDIR: 'is a folder',
};
const CHUNK = 65_536;
/** How long whoever writes into a pipe may keep us waiting. */
const PIPE_MS = 5_000;
const LOOK_MS = 10;

/**
 * A file's bytes, or in words why it cannot be read: `does not exist`. Reads no further than `limit`. A pipe does, such
 * as a shell's `<(…)`; one that nobody writes to keeps nobody waiting for more than five seconds.
 */
export async function readLimited(
  path: string,
  limit: number,
): Promise<{ readonly bytes: Buffer } | { readonly failure: string }> {
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const isPipe = (await file.stat()).isFIFO();
    const bytes = await readTo(file, limit, isPipe);
    if (bytes === undefined) return { failure: 'is a pipe that nobody writes to' };
    return bytes.length > limit ? { failure: `is larger than ${String(limit)} bytes` } : { bytes };
  } catch (error) {
    // Whatever the file system says: it is not ours to prevent, and the operator's to read.
    const code = errorCode(error) ?? 'no reason given';
    return { failure: REASONS[code] ?? `cannot be read (${code})` };
  }
}

/** Up to one byte more than `limit`; nothing when a pipe falls silent. */
async function readTo(
  file: FileHandle,
  limit: number,
  isPipe: boolean,
): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for (let patience = PIPE_MS; length <= limit;) {
    const part = await nextOf(file, Math.min(CHUNK, limit + 1 - length));
    // A pipe without a writer ends at once, also before the first one has come.
    const isSilent = part === undefined || (part.length === 0 && isPipe && length === 0);
    if (!isSilent && part.length === 0) break;
    if (!isSilent) {
      parts.push(part);
      length += part.length;
      patience = PIPE_MS;
      continue;
    }
    if (patience <= 0) return undefined;
    await pause(LOOK_MS);
    patience -= LOOK_MS;
  }
  return Buffer.concat(parts, length);
}

/** Empty at the end; nothing when a pipe has none for now. */
async function nextOf(file: FileHandle, most: number): Promise<Buffer | undefined> {
  const part = Buffer.allocUnsafe(most);
  try {
    const { bytesRead } = await file.read(part, 0, most, null);
    return part.subarray(0, bytesRead);
  } catch (error) {
    // EAGAIN: somebody has it open for writing, and has not written yet.
    if (errorCode(error) !== 'EAGAIN') throw error;
    return undefined;
  }
}
