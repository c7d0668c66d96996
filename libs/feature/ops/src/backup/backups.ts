import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { ReadStream } from 'node:fs';
import { constants, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  backupDatabase,
  BackupError,
  backupVersion,
  CLOCK,
  CONFIG,
  DatabaseError,
  openBackup,
  Problem,
  type Clock,
  type Config,
} from '#platform';
import { keptBackups, type KeptBackup } from './backup-folder.js';
import { backupName, readBackupName, type BackupKind } from './backup-name.js';

/** Beyond these somebody has to delete some first: the schedule never does. */
const MOST_MANUAL = 50;

/** A full disk, a folder that may not be used: what only the file system knows, as a problem. */
export async function askedFor<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    // BackupError, DatabaseError: sentences for people already.
    if (!(error instanceof BackupError || error instanceof DatabaseError)) throw error;
    const detail = `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`;
    throw new Problem('backup-failed', detail, { cause: error });
  }
}

export interface Backup extends KeptBackup {
  /** Of the schema; absent when the file is no backup any more. */
  readonly version?: number;
}

/** The files in the folder of backups: made one at a time, listed, read and deleted. */
@Injectable()
export class Backups implements BeforeApplicationShutdown {
  private readonly reading = new Set<ReadStream>();
  private making: Promise<Backup> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list(): Promise<readonly Backup[]> {
    const kept = await keptBackups(this.config.backup.folder);
    return Promise.all(kept.map(withVersion));
  }

  /**
   * Makes one of everything that is committed now.
   *
   * @throws Problem `backup-running`, `too-many-kept`; BackupError, DatabaseError when it cannot be made
   */
  async make(kind: BackupKind): Promise<Backup> {
    if (this.making) throw new Problem('backup-running', 'One is being made just now.');
    this.making = this.makeOne(kind);
    try {
      return await this.making;
    } finally {
      this.making = undefined;
    }
  }

  /** The bytes of one, and how many. @throws Problem `backup-not-found` */
  async read(name: string): Promise<{ readonly stream: ReadStream; readonly bytes: number }> {
    const { path } = await this.find(name);
    const file = await openBackup(path, constants.O_NOFOLLOW).catch((cause: unknown) => {
      throw new Problem('backup-not-found', 'It was deleted meanwhile, or cannot be read.', {
        cause,
      });
    });
    const { size: bytes } = await file.stat();
    const stream = file.createReadStream({ start: 0, end: Math.max(0, bytes - 1) });
    this.reading.add(stream);
    stream.once('close', () => this.reading.delete(stream));
    return { stream, bytes };
  }

  /** @throws Problem `backup-not-found` */
  async remove(name: string): Promise<Backup> {
    const found = await this.find(name);
    const backup = await withVersion(found);
    await rm(found.path, { force: true });
    return backup;
  }

  /** A client that reads slowly does not keep the server from stopping; one that is being made gets whole. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const stream of this.reading) stream.destroy(new Error('The server stops.'));
    await this.making?.catch(() => undefined); // whoever asked is told
  }

  private async makeOne(kind: BackupKind): Promise<Backup> {
    const { folder } = this.config.backup;
    if (kind === 'manual') await this.requireRoom();
    const madeAt = this.clock();
    const name = backupName(kind, madeAt);
    const path = join(folder, name);
    const made = await backupDatabase({ path: this.config.database.path, output: path });
    return { name, kind, madeAt, path, bytes: made.bytes, version: made.version };
  }

  private async requireRoom(): Promise<void> {
    const kept = await keptBackups(this.config.backup.folder);
    if (kept.filter(({ kind }) => kind === 'manual').length < MOST_MANUAL) return;
    const sentence = `There are ${MOST_MANUAL} that were asked for: delete some of them first.`;
    throw new Problem('too-many-kept', sentence);
  }

  /** Only what is in the list has a path: nobody's words become one. */
  private async find(name: string): Promise<KeptBackup> {
    const kept = readBackupName(name) ? await keptBackups(this.config.backup.folder) : [];
    const found = kept.find((backup) => backup.name === name);
    if (found) return found;
    throw new Problem('backup-not-found', 'No backup has this name.');
  }
}

async function withVersion(kept: KeptBackup): Promise<Backup> {
  const version = await backupVersion(kept.path);
  return { ...kept, ...(version !== undefined && { version }) };
}
