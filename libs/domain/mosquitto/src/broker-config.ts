import type { BrokerVersion } from './broker-version.js';
import type { ConfFile, ConfProblem, ConfSetting } from './conf-file.js';
import { confLines } from './conf-line.js';
import { ConfReader } from './conf-reader.js';
import type { ConfListener, ConfSecurity } from './conf-security.js';
import { joined } from './file-lines.js';
import { bytesOf } from './text.js';

/** mosquitto.conf with what it includes (mosquitto.conf(5)), as this version of the broker reads it. */
export interface BrokerConfig {
  readonly broker: BrokerVersion;
  /** The main file, then those that it includes, in the order in which the broker reads them. */
  readonly files: readonly ConfFile[];
  /** In the order in which the broker reads them. */
  readonly settings: readonly ConfSetting[];
  /** The listeners that the broker opens; none when it opens the local one of its own. */
  readonly listeners: readonly ConfListener[];
  /** What holds for all listeners, unless each has settings of its own. */
  readonly security: ConfSecurity;
  readonly perListener: boolean;
  /** Whether no line names a port or an address. */
  readonly local: boolean;
  /** As the broker comes upon them; it does not start when one has the effect `refuses`, but stops at the first. */
  readonly problems: readonly ConfProblem[];
}

export interface BrokerConfigFiles {
  /** The main file's path, as the broker is told it. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /**
   * The folders that `include_dir` names (see {@link includedFolders}), each with its files by their names. One that
   * is missing here is one that cannot be opened.
   */
  readonly folders?: ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>;
}

/** Reads any bytes; what is wrong with them stands in `problems`. Nothing of the files is lost. */
export function parseBrokerConfig(
  { path, bytes, folders = new Map() }: BrokerConfigFiles,
  broker: BrokerVersion,
): BrokerConfig {
  const reader = new ConfReader(broker.line, (folder) => {
    const files = folders.get(folder);
    return files && includedFiles(folder, files);
  });
  reader.read({ path, lines: confLines(bytes) });
  return { broker, ...reader.result() };
}

/** The bytes of the files by their paths: those that were parsed, byte for byte. */
export function printBrokerConfig({
  files,
}: Pick<BrokerConfig, 'files'>): ReadonlyMap<string, Uint8Array> {
  return new Map(files.map(({ path, lines }) => [path, joined(lines.map(({ raw }) => raw))]));
}

/** The folders that a main file includes; with their files it can be parsed. */
export function includedFolders(bytes: Uint8Array): readonly string[] {
  const folders = confLines(bytes).flatMap((line) =>
    line.kind === 'option' && line.name === 'include_dir' && line.rest !== '' ? [line.rest] : [],
  );
  return [...new Set(folders)];
}

/** What an option was set to, each time, in the order in which the broker reads it. */
export function settingsOf(
  { settings }: Pick<BrokerConfig, 'settings'>,
  name: string,
): readonly ConfSetting[] {
  return settings.filter((setting) => setting.name === name);
}

/** Those whose name ends in `.conf`, hidden ones too, in the broker's order. */
function includedFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): ConfFile[] {
  return [...files]
    .filter(([name]) => name.length > 5 && name.endsWith('.conf'))
    .map(([name, bytes]) => ({ path: `${folder}/${name}`, lines: confLines(bytes) }))
    .sort((a, b) => compareNames(bytesOf(a.path), bytesOf(b.path)));
}

/** Byte by byte: by the letter, then capitals first; a name comes before its continuations. */
function compareNames(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left, right] = [a[i] ?? 0, b[i] ?? 0];
    if (left !== right) return upper(left) - upper(right) || left - right;
  }
  return a.length - b.length;
}

function upper(byte: number): number {
  return byte >= 97 && byte <= 122 ? byte - 32 : byte;
}
