import { dirname } from 'node:path';

/**
 * Why a file of the broker cannot be replaced. `owner`: not by one that belongs to the same user and group, or else
 * that the same group may read.
 */
export type FileFault =
  'missing' | 'not-a-file' | 'folder-not-writable' | 'owner' | 'disk-full' | 'other';

/** A file of the broker was not replaced, and is as it was; the message names it, the reason and the remedy. */
export class FileNotReplaced extends Error {
  override readonly name = 'FileNotReplaced';

  constructor(
    readonly reason: FileFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

interface Known {
  readonly codes: readonly string[];
  readonly reason: FileFault;
  readonly message: (path: string) => string;
}

const KNOWN: readonly Known[] = [
  {
    codes: ['ENOENT', 'ENOTDIR'],
    reason: 'missing',
    message: (path) =>
      `There is no file ${path}. Put it back, or correct where MCM looks for it (mosquitto.access).`,
  },
  {
    codes: ['EROFS'],
    reason: 'folder-not-writable',
    message: (path) =>
      `${dirname(path)} is read-only for MCM. Mount it for writing, or, where systemd runs MCM, name it in ReadWritePaths= of the unit.`,
  },
  {
    codes: ['EACCES', 'EPERM'],
    reason: 'folder-not-writable',
    message: (path) =>
      `MCM may not replace files in ${dirname(path)}. Let MCM's user read and write this folder, best by a group that it shares with the broker.`,
  },
  {
    codes: ['ENOSPC', 'EDQUOT', 'EFBIG'],
    reason: 'disk-full',
    message: (path) => `There is no room for ${path}. Make room on its file system.`,
  },
  {
    codes: ['EBUSY'],
    reason: 'other',
    message: mounted,
  },
];

/** What the file system says, as an error that people can act on. */
export function fileFault(path: string, error: unknown): FileNotReplaced {
  if (error instanceof FileNotReplaced) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const known = KNOWN.find(({ codes }) => codes.includes(code));
  if (known) {
    return new FileNotReplaced(known.reason, `${known.message(path)} (${code})`, { cause: error });
  }
  return new FileNotReplaced('other', `${path} cannot be replaced: ${message}.`, { cause: error });
}

export function mounted(path: string): string {
  return `${path} is mounted by itself, and what is mounted cannot be replaced. Mount its folder instead.`;
}
