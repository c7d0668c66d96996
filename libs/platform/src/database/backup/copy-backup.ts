import { open, stat, type FileHandle } from 'node:fs/promises';
import { MIGRATIONS } from '../migrations/all.js';
import { BackupError, unwritten } from './backup-error.js';
import { examineBackup, type BackupContent } from './examine-backup.js';
import { openBackup, readHeader } from './file-header.js';

const PIECE_BYTES = 1_048_576;

/**
 * Copies what should be a backup to `copy` (0600), whose folder nobody else uses, and examines the copy: the file
 * itself may change meanwhile. What the header shows already is told before anything is copied.
 *
 * @throws BackupError
 */
export async function copyBackup(input: string, copy: string): Promise<BackupContent> {
  await using file = await openBackup(input);
  const { bytes } = await readHeader(file, input, MIGRATIONS.length);
  await requireWhole(input);
  try {
    await using target = await open(copy, 'wx', 0o600);
    await copyBytes(file, target, bytes);
  } catch (error) {
    throw unwritten(error, copy);
  }
  return await examineBackup(copy, input);
}

/** A database that is in use is more than one file. */
async function requireWhole(input: string): Promise<void> {
  for (const suffix of ['-wal', '-journal']) {
    const beside = await stat(`${input}${suffix}`).catch(() => undefined); // absent, as beside every backup
    if (!beside?.size) continue;
    throw new BackupError(
      'in-use',
      `${input} is not all of it: what was written last is in ${input}${suffix}. Make a backup with "mcm backup create"`,
    );
  }
}

/** One that became shorter meanwhile is told as such by the examination. */
async function copyBytes(from: FileHandle, to: FileHandle, bytes: number): Promise<void> {
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  for (let at = 0; at < bytes;) {
    const { bytesRead } = await from.read(piece, 0, Math.min(PIECE_BYTES, bytes - at), at);
    if (bytesRead === 0) return;
    await to.appendFile(piece.subarray(0, bytesRead)); // all of it, unlike write
    at += bytesRead;
  }
}
