import { createReadStream } from 'node:fs';
import { chmod, mkdir, open, readdir, readFile, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '#link/host';
import { readDeletion, writeDeletion, type Deletion } from './deletion.js';
import { readUndo, UNDO_BEGIN, UndoEncoder, type UndoRecord } from './undo-format.js';

const CHUNK_BYTES = 1_048_576;
/** A filter of 65,535 bytes, escaped, with room to spare. */
const LARGEST_STATE = 1_048_576;
const STATE = '.json';
const UNDO = '.undo';

export interface Kept {
  readonly deletions: readonly Deletion[];
  /** Files that say nothing readable about a deletion. */
  readonly unreadable: readonly string[];
}

/**
 * The folder `retained-undo` beside the database: of each deletion a state that is replaced whole, and the
 * messages that it deletes. Only its owner may read it, and no backup takes it along.
 */
export class UndoFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** What a former process left behind; files that belong to no deletion are removed. */
  async load(): Promise<Kept> {
    await mkdir(this.#path, { recursive: true, mode: 0o700 });
    await chmod(this.#path, 0o700);
    const names = await readdir(this.#path);
    const deletions: Deletion[] = [];
    const unreadable: string[] = [];
    for (const name of names.filter((one) => one.endsWith(STATE) && !one.startsWith('.'))) {
      const deletion = await this.#state(name);
      if (deletion && name === deletion.id + STATE) deletions.push(deletion);
      else unreadable.push(join(this.#path, name));
    }
    const ids = new Set(names.filter((name) => name.endsWith(STATE)).map(idOf));
    // What was written when the process died, or undo files whose state was removed by hand.
    const strays = names.filter((name) => name.startsWith('.') || !ids.has(idOf(name)));
    for (const name of strays) await rm(join(this.#path, name), { force: true });
    return { deletions, unreadable };
  }

  async keep(deletion: Deletion): Promise<void> {
    await replaceFile(join(this.#path, deletion.id + STATE), writeDeletion(deletion));
  }

  /** Begins an undo file. */
  async write(id: string): Promise<UndoWriter> {
    return new UndoWriter(await open(this.#undo(id), 'wx', 0o600), this.#path);
  }

  /** What would be written, for its hash alone. */
  writeNothing(): UndoWriter {
    return new UndoWriter(undefined, this.#path);
  }

  read(id: string): AsyncGenerator<UndoRecord> {
    return readUndo(createReadStream(this.#undo(id), { highWaterMark: CHUNK_BYTES }));
  }

  /** Bytes of all undo files. */
  async size(): Promise<number> {
    const names = (await readdir(this.#path)).filter((name) => name.endsWith(UNDO));
    const files = await Promise.all(names.map((name) => stat(join(this.#path, name))));
    return files.reduce((sum, { size }) => sum + size, 0);
  }

  async removeUndo(id: string): Promise<void> {
    await rm(this.#undo(id), { force: true });
  }

  async remove(id: string): Promise<void> {
    await this.removeUndo(id);
    await rm(join(this.#path, id + STATE), { force: true });
  }

  #undo(id: string): string {
    return join(this.#path, id + UNDO);
  }

  async #state(name: string): Promise<Deletion | undefined> {
    const path = join(this.#path, name);
    const { size } = await stat(path);
    return size > LARGEST_STATE ? undefined : readDeletion(await readFile(path, 'utf8'));
  }
}

const idOf = (name: string): string => name.replace(/\.[a-z]+$/, '');

/** Writes one undo file, or only its hash; the file counts only once {@link finish} has resolved. */
export class UndoWriter {
  readonly #encoder = new UndoEncoder();
  readonly #file: FileHandle | undefined;
  readonly #folder: string;
  #bytes = 0;

  constructor(file: FileHandle | undefined, folder: string) {
    this.#file = file;
    this.#folder = folder;
  }

  /** Bytes so far. */
  get bytes(): number {
    return this.#bytes;
  }

  async add(records: readonly UndoRecord[]): Promise<void> {
    await this.#append(records.map((record) => this.#encoder.record(record)));
  }

  /** Resolves with the SHA-256 of all records in hexadecimal, once the file would outlast a power failure. */
  async finish(): Promise<string> {
    const { bytes, sha256 } = this.#encoder.end();
    await this.#append([bytes]);
    if (!this.#file) return sha256;
    await this.#file.sync();
    await this.#file.close();
    await using folder = await open(this.#folder, 'r');
    await folder.sync();
    return sha256;
  }

  /** Lets go of the file as it is. */
  async abandon(): Promise<void> {
    await this.#file?.close();
  }

  async #append(parts: readonly Uint8Array[]): Promise<void> {
    const bytes = Buffer.concat(this.#bytes === 0 ? [UNDO_BEGIN, ...parts] : parts);
    this.#bytes += bytes.length;
    await this.#file?.appendFile(bytes);
  }
}
