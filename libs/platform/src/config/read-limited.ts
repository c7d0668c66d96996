import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { errorCode } from './error-code.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read by the user MCM runs as',
  EPERM: 'may not be read by the user MCM runs as',
  EISDIR: 'is a folder',
};

/** A file's bytes, or in words why it cannot be read: `does not exist`. Reads no further than `limit`. */
export async function readLimited(
  path: string,
  limit: number,
): Promise<{ readonly bytes: Buffer } | { readonly failure: string }> {
  try {
    const bytes = await buffer(createReadStream(path, { end: limit }));
    return bytes.length > limit ? { failure: `is larger than ${String(limit)} bytes` } : { bytes };
  } catch (error) {
    // Whatever the file system says: it is not ours to prevent, and the operator's to read.
    const code = errorCode(error) ?? 'no reason given';
    return { failure: REASONS[code] ?? `cannot be read (${code})` };
  }
}
