import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  includedFolders,
  parseBrokerConfig,
  type BrokerConfig,
  type BrokerVersion,
  type ConfProblem,
} from '#domain/mosquitto';
import { FileCache, FileUnreadable, unreadable, type FileContent } from './file-cache.js';

const LARGEST = 1 << 20;
/** Files of one folder that are looked at. */
const MOST_FILES = 1_000;
const INCLUDED = /.\.conf$/s;

export interface ConfigRead {
  readonly parsed: BrokerConfig;
  readonly summary: {
    readonly path: string;
    /** The latest of all its files. */
    readonly changedAt: number;
    readonly problems: readonly ConfProblem[];
  };
}

interface Kept {
  readonly files: readonly FileContent[];
  readonly line: string;
  readonly read: ConfigRead;
}

/** Reads a `mosquitto.conf` and the files that it includes. */
export class ConfigFiles {
  readonly #path: string;
  readonly #cache = new FileCache(LARGEST);
  #kept: Kept | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** The same object as long as nothing has changed; as of the first version that takes it. @throws FileUnreadable */
  async read(versions: readonly [BrokerVersion, ...BrokerVersion[]]): Promise<ConfigRead> {
    const main = await this.#cache.read(this.#path);
    const folders = new Map<string, ReadonlyMap<string, FileContent>>();
    for (const folder of includedFolders(main.bytes)) {
      const files = await this.#filesIn(folder);
      if (files !== undefined) folders.set(folder, files);
    }
    const files = [main, ...[...folders.values()].flatMap((inside) => [...inside.values()])];
    this.#cache.retain(files.map(({ path }) => path));
    const line = versions.map((version) => version.line).join();
    if (this.#kept && isSame(this.#kept, files, line)) return this.#kept.read;
    const parsed = parsedBy(versions, main, folders);
    const changedAt = Math.max(...files.map((file) => file.changedAt));
    const summary = { path: this.#path, changedAt, problems: parsed.problems };
    this.#kept = { files, line, read: { parsed, summary } };
    return this.#kept.read;
  }

  /** By their names; nothing when there is no such folder, which is the broker's to complain about. */
  async #filesIn(folder: string): Promise<ReadonlyMap<string, FileContent> | undefined> {
    const path = resolve(dirname(this.#path), folder);
    const names = await namesIn(path);
    if (names === undefined) return undefined;
    const files = new Map<string, FileContent>();
    for (const name of names) files.set(name, await this.#cache.read(join(path, name)));
    return files;
  }
}

async function namesIn(folder: string): Promise<readonly string[] | undefined> {
  try {
    const names = (await readdir(folder)).filter((name) => INCLUDED.test(name));
    if (names.length <= MOST_FILES) return names;
  } catch (error) {
    // ENOENT or ENOTDIR: no such folder. Everything else is the operator's to know.
    const { code } = error as Partial<NodeJS.ErrnoException>;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw unreadable(folder, error);
  }
  throw new FileUnreadable(`${folder} holds more than ${MOST_FILES} files.`);
}

function parsedBy(
  versions: readonly [BrokerVersion, ...BrokerVersion[]],
  main: FileContent,
  folders: ReadonlyMap<string, ReadonlyMap<string, FileContent>>,
): BrokerConfig {
  const bytes = [...folders].map(([folder, files]) => {
    const inside = [...files].map(([name, file]) => [name, file.bytes] as const);
    return [folder, new Map(inside)] as const;
  });
  const given = { path: main.path, bytes: main.bytes, folders: new Map(bytes) };
  const [first, ...others] = versions.map((version) => parseBrokerConfig(given, version));
  const taken = [first, ...others].find((config) => config && isTaken(config)) ?? first;
  if (taken === undefined) throw new Error('No version to read the configuration by.');
  return taken;
}

const isTaken = ({ problems }: BrokerConfig) =>
  problems.every(({ effect }) => effect !== 'refuses');

function isSame(kept: Kept, files: readonly FileContent[], line: string): boolean {
  return (
    kept.line === line &&
    kept.files.length === files.length &&
    kept.files.every((file, at) => file === files[at])
  );
}
