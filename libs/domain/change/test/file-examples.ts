import { pbkdf2Sync } from 'node:crypto';
import { bytesOf, SecretBytes } from '#domain/mosquitto';
import type { FileDocument } from '../src/document.js';
import type { Edit } from '../src/edit.js';
import { fileDocument } from '../src/file-document.js';
import { fileEdited } from '../src/file-edit.js';
import type { Permission, RuleSpec } from '../src/view.js';

/** Behind all hashes of {@link hashText}. */
export const PASSWORD = 'secret';

const made = new Map<number, string>();

/** A hash that both lines of the broker read; another one for each number. */
export function hashText(number = 0): string {
  const found = made.get(number) ?? hashOf(PASSWORD, number);
  made.set(number, found);
  return found;
}

export function hashOf(password: string, number = 0): string {
  const salt = Buffer.alloc(12, number);
  const digest = pbkdf2Sync(password, salt, 101, 64, 'sha512');
  return `$7$101$${salt.toString('base64')}$${digest.toString('base64')}`;
}

export function hash(number = 0): SecretBytes {
  return new SecretBytes(bytesOf(hashText(number)));
}

/** The files as they are, lines of the password_file without their hash get one of their own. */
export function documentOf(acl: string, passwords = '', disabled: readonly string[] = []) {
  const lines = passwords.replace(
    /^([^:#\s][^:\n\r]*)(\r?)$/gm,
    (_, name, end) => `${name}:${hashText()}${end}`,
  );
  return fileDocument(
    { acl: bytesOf(acl), passwords: bytesOf(lines) },
    disabled.map((username) => ({ username, hash: hash() })),
  );
}

/** The document after all of them, one after the other. */
export function afterEdits(document: FileDocument, ...edits: readonly Edit[]): FileDocument {
  return edits.reduce((now, edit) => fileEdited(now, edit), document);
}

/** The password_file with a word in place of each hash. */
export function shownPasswords({ passwords }: FileDocument): string | undefined {
  if (passwords === undefined) return undefined;
  const text = Buffer.from(passwords.reveal()).toString();
  return text.replace(/\$7\$[^\s:]+/g, (found) => NAMES.get(found) ?? 'HASH');
}

const NAMES = new Map(Array.from({ length: 10 }, (_, number) => [hashText(number), `H${number}`]));

export const createUser = (username: string, roles: readonly string[] = []): Edit => ({
  kind: 'create-user',
  username,
  credential: hash(1),
  roles,
  disabled: false,
});

/** A rule written as `ann read a/#`, `all write %u/#`, `anonymous deny b`, or `role r read a`. */
export function rule(words: string, description?: string): RuleSpec {
  const [, type, role, user, permission, topicFilter = ''] =
    /^(?:(all|anonymous)|role (\S+)|(\S+)) (\w+) (.*)$/s.exec(words) ?? [];
  const name = role ?? user ?? '';
  return {
    principal:
      type === 'all' || type === 'anonymous'
        ? { type }
        : { type: role === undefined ? 'user' : 'role', name },
    permission: permission as Permission,
    topicFilter,
    ...(description !== undefined && { description }),
  };
}

export const createRule = (words: string, description?: string): Edit => ({
  kind: 'create-rule',
  rule: rule(words, description),
});

/** A role with rules written as `read a/#`. */
export function role(name: string, rules: readonly string[], description?: string) {
  return {
    name,
    rules: rules.map((words) => {
      const [permission = '', topicFilter = ''] = words.split(/ (.*)/s);
      return { permission: permission as Permission, topicFilter };
    }),
    ...(description !== undefined && { description }),
  };
}
