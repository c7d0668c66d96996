import { constants, open, type FileHandle } from 'node:fs/promises';

/** A change so shortly before the reading may have been followed by another that leaves the same times. */
const SETTLED_MS = 50;
/** How often a file is read anew that changes while it is read. */
const TRIES = 3;

/** A regular file, as it read at some moment. The same object as long as the file has not changed. */
export interface FileContent {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** When its content was changed, in milliseconds since 1970. */
  readonly changedAt: number;
}

/** A file cannot be read; the message is a sentence that names it, the reason and the remedy. */
export class FileUnreadable extends Error {
  override readonly name = 'FileUnreadable';
}

interface Stamp {
  readonly device: bigint;
  readonly inode: bigint;
  readonly size: bigint;
  readonly modified: bigint;
  readonly changed: bigint;
}

interface Kept {
  readonly stamp: Stamp;
  /** When the reading began, in milliseconds since 1970. */
  readonly readAt: number;
  readonly content: FileContent;
}

/** Reads files again only when they have changed. Keeps those of the last {@link FileCache.retain}. */
export class FileCache {
  readonly #limit: number;
  readonly #kept = new Map<string, Kept>();

  /** @param limit bytes that a file may have */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @throws FileUnreadable when it is no regular file, too large, or cannot be read */
  async read(path: string): Promise<FileContent> {
    const kept = this.#kept.get(path);
    const fresh = await this.#look(path, kept);
    this.#kept.set(path, fresh);
    return fresh.content;
  }

  /** Lets all others go. */
  retain(paths: readonly string[]): void {
    const wanted = new Set(paths);
    for (const path of [...this.#kept.keys()]) if (!wanted.has(path)) this.#kept.delete(path);
  }

  async #look(path: string, kept: Kept | undefined): Promise<Kept> {
    try {
      // Does not wait where it is a pipe that nobody writes to.
      await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const readAt = Date.now();
      const stamp = await this.#stampOf(path, file);
      if (kept && isSame(stamp, kept.stamp) && isSettled(kept)) return kept;
      return await this.#readWhole(path, file, { kept, readAt, stamp });
    } catch (error) {
      // Whatever the file system says: it is not ours to prevent, and the operator's to read.
      throw error instanceof FileUnreadable ? error : unreadable(path, error);
    }
  }

  async #readWhole(
    path: string,
    file: FileHandle,
    { kept, readAt, stamp }: { kept: Kept | undefined; readAt: number; stamp: Stamp },
  ): Promise<Kept> {
    let before = stamp;
    for (let tries = 1; ; tries++) {
      const bytes = await readAll(file, this.#limit);
      if (bytes === undefined) throw tooLarge(path, this.#limit);
      const after = await this.#stampOf(path, file);
      if (!isSame(before, after) && tries < TRIES) {
        before = after;
        continue;
      }
      const changedAt = Number(after.modified / 1_000_000n);
      const old = kept?.content;
      const unchanged = old?.changedAt === changedAt && Buffer.compare(old.bytes, bytes) === 0;
      return { stamp: after, readAt, content: unchanged ? old : { path, bytes, changedAt } };
    }
  }

  async #stampOf(path: string, file: FileHandle): Promise<Stamp> {
    const stat = await file.stat({ bigint: true });
    if (!stat.isFile()) throw new FileUnreadable(`${path} is not a regular file.`);
    if (stat.size > this.#limit) throw tooLarge(path, this.#limit);
    const { dev: device, ino: inode, size, mtimeNs: modified, ctimeNs: changed } = stat;
    return { device, inode, size, modified, changed };
  }
}

/** The whole file, from its beginning; nothing when it is larger than `limit` by now. */
async function readAll(file: FileHandle, limit: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for (;;) {
    const part = Buffer.allocUnsafe(Math.min(1 << 20, limit + 1 - length));
    const { bytesRead } = await file.read(part, 0, part.length, length);
    if (bytesRead === 0) return Buffer.concat(parts, length);
    parts.push(part.subarray(0, bytesRead));
    length += bytesRead;
    if (length > limit) return undefined;
  }
}

function isSame(one: Stamp, other: Stamp): boolean {
  return (
    one.device === other.device &&
    one.inode === other.inode &&
    one.size === other.size &&
    one.modified === other.modified &&
    one.changed === other.changed
  );
}

/** Whether what was read is certainly what had the stamp: times have steps, and clocks of other machines differ. */
function isSettled({ stamp, readAt }: Kept): boolean {
  const age = readAt - Number(stamp.changed / 1_000_000n);
  return age > SETTLED_MS;
}

function tooLarge(path: string, limit: number): FileUnreadable {
  return new FileUnreadable(
    `${path} is larger than ${limit >> 20} MiB, which is too much for MCM.`,
  );
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  ELOOP: 'is a link that leads nowhere',
  ENXIO: 'is not a regular file',
};

/** In words for operators: why the file or folder cannot be read. */
export function unreadable(path: string, cause: unknown): FileUnreadable {
  const code = (cause as Partial<NodeJS.ErrnoException>).code ?? String(cause);
  if (code === 'EACCES' || code === 'EPERM') {
    return new FileUnreadable(
      `MCM may not read ${path}. Let its user read the file, for example as a member of the group mosquitto.`,
      { cause },
    );
  }
  return new FileUnreadable(`${path} ${REASONS[code] ?? `cannot be read (${code})`}.`, { cause });
}
