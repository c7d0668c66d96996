import { errorCode } from '../../config/error-code.js';

export type BackupFault =
  | 'absent'
  | 'not-a-file'
  | 'unreadable'
  | 'foreign'
  | 'truncated'
  | 'damaged'
  | 'newer'
  | 'in-use'
  | 'exists'
  | 'not-writable'
  | 'disk-full'
  | 'passphrase'
  | 'keys';

/** A backup cannot be made or used, and nothing was changed. The message is a sentence: the file, the reason, the remedy. */
export class BackupError extends Error {
  override readonly name = 'BackupError';

  constructor(
    readonly fault: BackupFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const NO_ROOM: ReadonlySet<string | undefined> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'SQLITE_FULL',
]);
const NO_WAY: ReadonlySet<string | undefined> = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'ENOENT',
  'EEXIST',
  'SQLITE_CANTOPEN',
  'SQLITE_READONLY',
]);

/** Why `path` could not be written, as a sentence if there is one. */
export function unwritten(error: unknown, path: string): unknown {
  if (error instanceof BackupError) return error;
  const code = errorCode(error);
  const options = { cause: error };
  if (NO_ROOM.has(code)) {
    const sentence = `there is no room for ${path}: make room on its file system`;
    return new BackupError('disk-full', sentence, options);
  }
  if (NO_WAY.has(code)) {
    const me = process.geteuid?.();
    const who = me === undefined ? '' : ` by uid ${String(me)}`;
    const sentence = `${path} cannot be written${who} (${String(code)}): look at owner and mode of its folder`;
    return new BackupError('not-writable', sentence, options);
  }
  return error;
}
