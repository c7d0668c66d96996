import { usersOf } from './change.js';
import type { AccessDocument } from './document.js';
import { passwordsOf } from './file-parts.js';
import { hashTextIn } from './password-lines.js';
import { textOf } from '#domain/mosquitto';
import type { MqttUser } from './view.js';

/** A user as it is declared: somebody who can log in, or could if not disabled, or who has roles. */
export interface Account {
  readonly user: MqttUser;
  /** Whether a password is kept for it; else rules alone name it. */
  readonly isListed: boolean;
  /** What stands after the colon in the password_file, if it is a password; of the plugin it is not known. */
  readonly hash?: string;
}

export function accountsOf(document: AccessDocument): ReadonlyMap<string, Account> {
  const hashes = document.backend === 'file' ? hashesIn(document) : undefined;
  const accounts = new Map<string, Account>();
  for (const user of usersOf(document)) {
    const { username, roles, hasPassword } = user;
    const isListed = hashes === undefined || hashes.has(username);
    if (!isListed && roles.length === 0) continue;
    const hash = hasPassword === true ? hashes?.get(username) : undefined;
    accounts.set(username, { user, isListed, ...(hash !== undefined && { hash }) });
  }
  return accounts;
}

function hashesIn(document: AccessDocument & { readonly backend: 'file' }): Map<string, string> {
  const hashes = new Map<string, string>();
  for (const { username, hash } of document.disabled) hashes.set(username, textOf(hash.reveal()));
  for (const line of passwordsOf(document)?.lines ?? []) {
    if (line.username !== undefined) hashes.set(line.username, hashTextIn(line));
  }
  return hashes;
}
