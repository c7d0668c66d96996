import { textOf } from '#domain/mosquitto';
import type { FileDocument } from './document.js';
import type { Credential } from './edit.js';
import { passwordsOf } from './file-parts.js';
import { hashIn, hashTextIn } from './password-lines.js';

/** Whose log-in changes between two documents, by name. A user can be in several lists; hashes are in none. */
export interface PasswordDifference {
  readonly created: readonly string[];
  readonly deleted: readonly string[];
  readonly passwordChanged: readonly string[];
  readonly disabled: readonly string[];
  readonly enabled: readonly string[];
}

/** The hash by which a user logs in; nothing of one who does not. */
export function fileCredential(document: FileDocument, username: string): Credential | undefined {
  const line = passwordsOf(document)?.lines.findLast((one) => one.username === username);
  return line && hashIn(line);
}

interface Login {
  readonly hash: string;
  readonly isDisabled: boolean;
}

export function passwordDifference(before: FileDocument, after: FileDocument): PasswordDifference {
  const old = loginsOf(before);
  const now = loginsOf(after);
  const where = (changes: (login: Login, earlier: Login | undefined) => boolean) =>
    [...now]
      .flatMap(([username, login]) => (changes(login, old.get(username)) ? [username] : []))
      .sort();
  return {
    created: where((_, earlier) => earlier === undefined),
    deleted: [...old.keys()].filter((username) => !now.has(username)).sort(),
    passwordChanged: where(({ hash }, earlier) => earlier !== undefined && earlier.hash !== hash),
    disabled: where(({ isDisabled }, earlier) => isDisabled && earlier?.isDisabled !== true),
    enabled: where(({ isDisabled }, earlier) => !isDisabled && earlier?.isDisabled === true),
  };
}

function loginsOf(document: FileDocument): ReadonlyMap<string, Login> {
  const logins = new Map<string, Login>();
  for (const { username, hash } of document.disabled) {
    logins.set(username, { hash: textOf(hash.reveal()), isDisabled: true });
  }
  for (const line of passwordsOf(document)?.lines ?? []) {
    if (line.username === undefined) continue;
    logins.set(line.username, { hash: hashTextIn(line), isDisabled: false });
  }
  return logins;
}
