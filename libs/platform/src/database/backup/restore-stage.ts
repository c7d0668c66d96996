import { chown, lstat, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolder } from '#link/host';
import { errorCode } from '../../config/error-code.js';
import { openConnection } from '../data-source.js';
import { copyKeys, hasOtherKeys, writeKeys, type KeyPair } from '../keys.js';
import { syncFile } from '../whole-file.js';
import { BackupError, unwritten } from './backup-error.js';
import { copyBackup } from './copy-backup.js';
import type { BackupContent } from './examine-backup.js';
import {
  finishRestore,
  KEY_NAMES,
  PLAN,
  READY,
  UNFINISHED,
  type RestorePlan,
} from './finish-restore.js';
import { dropSealedKeys } from './sealed-keys.js';

export interface RestoreWish {
  /** The backup. */
  readonly input: string;
  /** Of the database. */
  readonly path: string;
  /** Whether what is there may be replaced. */
  readonly force: boolean;
}

/** What took the place of what. */
export interface Restored {
  /** Where the files that were replaced are now. */
  readonly kept: readonly string[];
}

/**
 * A restore before it is decided, in a folder beside the database: a copy of the backup, and the keys that will be in
 * force. Until {@link commit} nothing that is in use is touched. The caller holds the data folder's lock.
 */
export class RestoreStage {
  private constructor(
    private readonly wish: RestoreWish,
    /** A data folder of its own: the database's name is that of the one that it replaces. */
    readonly folder: string,
    readonly content: BackupContent,
  ) {}

  /** Copies and examines the backup. @throws BackupError, and nothing has changed */
  static async open(wish: RestoreWish): Promise<RestoreStage> {
    await requireFree(wish);
    const folder = join(dirname(wish.path), UNFINISHED);
    await rm(folder, { recursive: true, force: true });
    try {
      await mkdir(folder, { mode: 0o700 });
      const content = await copyBackup(wish.input, join(folder, basename(wish.path)));
      return new RestoreStage(wish, folder, content);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw unwritten(error, folder);
    }
  }

  /** The copy. Whoever opens it closes it before {@link commit}. */
  get database(): string {
    return join(this.folder, basename(this.wish.path));
  }

  /**
   * Lays down the keys that will be in force: those given, or else those that the data folder has. From here on the copy
   * is without the table of keys.
   *
   * @throws BackupError (`keys`) when others are there, and may not be replaced
   */
  async takeKeys(keys: KeyPair | undefined): Promise<void> {
    const { path, force } = this.wish;
    if (this.content.keys) await dropSealedKeys(this.database);
    if (!keys) return copyKeys(dirname(path), this.folder);
    if (!force && (await hasOtherKeys(dirname(path), keys))) {
      throw new BackupError(
        'keys',
        `${dirname(path)} has other keys than the backup: re-run with --force to replace them, or with --without-keys ` +
          'to leave them',
      );
    }
    await writeKeys(this.folder, keys);
  }

  /** Puts database and keys into their places. Killed meanwhile, either nothing has changed, or the next start ends it. */
  async commit(now: number): Promise<Restored> {
    const { path } = this.wish;
    const folder = dirname(path);
    const suffix = await freeSuffix(folder, now);
    await requireClosed(`${this.database}-wal`);
    const plan: RestorePlan = { database: basename(path), suffix };
    await writeFile(join(this.folder, PLAN), JSON.stringify(plan), { mode: 0o600 });
    await this.giveToOwner();
    for (const name of [PLAN, basename(path), ...KEY_NAMES])
      await syncFile(join(this.folder, name));
    await syncFolder(this.folder);
    await settleOld(path);
    await rename(this.folder, join(folder, READY));
    await syncFolder(folder);
    await finishRestore(path);
    return { kept: await namesWith(folder, suffix) };
  }

  /** Root may restore what belongs to the user that the server runs as. */
  private async giveToOwner(): Promise<void> {
    if (process.geteuid?.() !== 0) return;
    const { path } = this.wish;
    const { uid, gid } = await stat(path).catch(() => stat(dirname(path))); // absent: as the folder
    await chown(this.folder, uid, gid);
    for (const name of await readdir(this.folder)) await chown(join(this.folder, name), uid, gid);
  }

  /** Nothing of it stays, unless it was committed. */
  async discard(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function requireFree({ input, path, force }: RestoreWish): Promise<void> {
  const there = await lstat(path).catch(() => undefined); // absent, as on a new machine
  if (!there) return;
  if (there.isSymbolicLink()) {
    throw new BackupError(
      'not-a-file',
      `${path} is a symbolic link: name the file itself in database.path (MCM_DATABASE_PATH)`,
    );
  }
  const from = await stat(input).catch(() => undefined); // told where it is opened
  if (from?.ino === there.ino && from.dev === there.dev) {
    throw new BackupError('in-use', `${input} is the database itself: name a backup`);
  }
  if (force) return;
  throw new BackupError('exists', `${path} already exists; re-run with --force to replace it`);
}

/** One that is open would leave what was written last in its write-ahead log. */
async function requireClosed(log: string): Promise<void> {
  if (await lstat(log).catch(() => undefined)) throw new Error(`${log} is still in use.`);
}

/**
 * Has everything that is in the write-ahead log written into the database that is replaced, so that it is whole in one
 * file. SQLite leaves that mode only when nobody else has the file open, so this finds those who do.
 */
async function settleOld(path: string): Promise<void> {
  if (!(await lstat(path).catch(() => undefined))) return;
  try {
    const source = await openConnection(path, [], { create: false });
    await source.query('PRAGMA journal_mode = DELETE').finally(() => source.destroy());
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (code === 'SQLITE_BUSY' || code === 'SQLITE_LOCKED') {
      const sentence = `${path} is open in another program: stop that one first`;
      throw new BackupError('in-use', sentence, { cause: error });
    }
    // It is damaged, which is why it is replaced: its files are kept as they are.
    if (!code.startsWith('SQLITE_')) throw error;
  }
}

/** One that nothing in the folder has, though the clock was set back: what an earlier restore kept is kept. */
async function freeSuffix(folder: string, now: number): Promise<string> {
  const names = await readdir(folder);
  for (let at = now; ; at += 1) {
    const suffix = `.replaced-${new Date(at).toISOString().replaceAll(/[-:]/g, '')}`;
    if (!names.some((name) => name.includes(suffix))) return suffix;
  }
}

async function namesWith(folder: string, suffix: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.includes(suffix));
  return names.sort().map((name) => join(folder, name));
}
