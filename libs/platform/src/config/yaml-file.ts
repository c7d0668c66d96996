import { LineCounter, parseDocument } from 'yaml';
import type { ConfigProblem } from './config-error.js';
import { readLimited } from './read-limited.js';
import type { Settings } from './setting.js';
import { syntaxProblems } from './yaml-syntax.js';
import { YamlWalk } from './yaml-walk.js';

const LARGEST = 1 << 20;

export interface FileSettings {
  readonly settings: Settings;
  readonly problems: readonly ConfigProblem[];
  /** Whether the file could be read as YAML at all; if not, what it wanted to say is unknown. */
  readonly understood: boolean;
}

/** What a configuration file says. The values are not checked yet. */
export async function readConfigFile(file: string): Promise<FileSettings> {
  const content = await readLimited(file, LARGEST);
  if ('failure' in content) {
    return unreadable(
      file,
      `${content.failure}: name another with --config, or make one with mcm config init`,
    );
  }
  const text = decode(content.bytes);
  if (text === undefined) return unreadable(file, 'is not UTF-8 text');

  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false, // they quote the file, and with it its secrets
    uniqueKeys: false, // checked below, where it does not take quadratic time
    stringKeys: true,
  });
  const problems = syntaxProblems(file, document, lines);
  if (problems.length > 0) return { settings: new Map(), problems, understood: false };
  return { ...new YamlWalk(file, document, lines).settings(), understood: true };
}

function unreadable(file: string, message: string): FileSettings {
  return { settings: new Map(), problems: [{ where: file, message }], understood: false };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined; // not UTF-8; TextDecoder has no other way to say so
  }
}
