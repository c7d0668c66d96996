import { brokerVersion, type BrokerVersion } from '#domain/mosquitto';
import type { FileNames } from './acl-answer.js';
import { nameOf, readInput } from './acl-input.js';
import { RULE_FILES, type Sources } from './acl-policy.js';
import { brokerNamed } from './acl-question.js';
import { Misuse } from './command-error.js';

/** The declarations of what several of these commands understand. */
export const BROKER_OPTION = {
  flags: '--broker <version>',
  description: 'the version of Mosquitto: 2.0, 2.1 or a whole one such as 2.0.11 (default: 2.0)',
};
export const PASSWORD_FILE_OPTION = {
  flags: '--password-file <file>',
  description: 'the password_file beside it',
};
export const ALLOW_ANONYMOUS_OPTION = {
  flags: '--allow-anonymous',
  description: 'the broker has allow_anonymous true (default: false)',
};

/** @throws Misuse */
export function readBroker(word: string): BrokerVersion {
  const broker = brokerNamed(word);
  if (broker) return broker;
  throw new Misuse(`--broker has to be 2.0, 2.1 or a whole version such as 2.0.11, not ${word}`);
}

/** @throws Error when the default is not among the versions, which is a mistake of ours */
export function defaultBroker(): BrokerVersion {
  const broker = brokerVersion('2.0');
  if (broker) return broker;
  throw new Error('Mosquitto 2.0 is not known.');
}

/** stdin can be read once. @throws Misuse */
export function refuseTwoStdins(paths: readonly (string | undefined)[]): void {
  if (paths.filter((path) => path === '-').length < 2) return;
  throw new Misuse('only one file can be - (stdin)');
}

export interface FileOptions {
  readonly names: FileNames;
  readonly files: Sources['files'];
}

/** Reads the broker's files that are named. @throws FileError */
export async function readFiles(paths: FileNames): Promise<FileOptions> {
  const files: Record<string, Uint8Array> = {};
  const names: Record<string, string> = {};
  for (const file of RULE_FILES) {
    const path = paths[file];
    if (path === undefined) continue;
    files[file] = await readInput(path);
    names[file] = nameOf(path);
  }
  return { names, files };
}
