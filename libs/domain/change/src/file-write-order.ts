import { SecretBytes } from '#domain/mosquitto';
import type { RenderedFiles } from './file-document.js';
import { hashTextIn, joined, passwordLines, type PasswordEntry } from './password-lines.js';

/** One file to replace, whole. */
export type FileWrite =
  | { readonly file: 'acl'; readonly content: Uint8Array }
  | { readonly file: 'passwords'; readonly content: SecretBytes };

/**
 * In which order two files are replaced so that whatever the broker reads in between, with or without being asked,
 * gives nobody more than before or after. First go the users who are not there any more, or not with this password;
 * then come the new rules, then the new users. What changes nothing is left out.
 */
export function writeOrder(before: RenderedFiles, after: RenderedFiles): readonly FileWrite[] {
  const isAclNew = after.acl !== undefined && !isSame(before.acl, after.acl);
  const acl: readonly FileWrite[] = isAclNew ? [{ file: 'acl', content: after.acl }] : [];
  if (after.passwords === undefined) return acl;
  const now = before.passwords?.reveal();
  const remaining = isAclNew && before.passwords ? staying(before.passwords, after.passwords) : now;
  return [
    ...(remaining === undefined || isSame(now, remaining) ? [] : [passwords(remaining)]),
    ...acl,
    ...(isSame(remaining, after.passwords.reveal()) ? [] : [passwords(after.passwords.reveal())]),
  ];
}

function passwords(content: Uint8Array): FileWrite {
  return { file: 'passwords', content: new SecretBytes(content) };
}

/** The old lines without those of users who have other ones after. */
function staying(before: SecretBytes, after: SecretBytes): Uint8Array {
  const { lines } = passwordLines(before);
  const old = hashesByName(lines);
  const now = hashesByName(passwordLines(after).lines);
  const kept = lines.filter(
    ({ username }) => username === undefined || old.get(username) === now.get(username),
  );
  return joined(kept.map(({ raw }) => raw));
}

/** Of a name with several lines, all: which one counts depends on the broker. */
function hashesByName(lines: readonly PasswordEntry[]): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  for (const line of lines) {
    if (line.username === undefined) continue;
    const earlier = hashes.get(line.username);
    const hash = hashTextIn(line);
    hashes.set(line.username, earlier === undefined ? hash : `${earlier}\n${hash}`);
  }
  return hashes;
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
