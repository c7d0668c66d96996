import { aclText, textOfLines, type AclText } from './acl-text.js';
import type { DisabledUser, FileDocument } from './document.js';
import { EditRefused } from './edit.js';
import {
  passwordLines,
  printed,
  type PasswordEntry,
  type PasswordLines,
} from './password-lines.js';

/** Kept for as long as the document is, and made without reading anew where an edit made the document. */
const known = new WeakMap<FileDocument, AclText>();

export function aclOf(document: FileDocument): AclText | undefined {
  if (document.acl === undefined) return undefined;
  const found = known.get(document) ?? aclText(document.acl);
  known.set(document, found);
  return found;
}

export function passwordsOf(document: FileDocument): PasswordLines | undefined {
  return document.passwords && passwordLines(document.passwords);
}

/** The acl_file, which an edit needs. */
export function neededAcl(document: FileDocument): AclText {
  const acl = aclOf(document);
  if (acl !== undefined) return acl;
  const message =
    'The broker has no acl_file: everybody may do everything. Set acl_file in mosquitto.conf first.';
  throw new EditRefused('not-supported', message);
}

/** The password_file, which an edit needs. */
export function neededPasswords(document: FileDocument): readonly PasswordEntry[] {
  const passwords = passwordsOf(document);
  if (passwords === undefined) {
    const message =
      'The broker has no password_file: nobody is asked for a password. Set password_file in mosquitto.conf first.';
    throw new EditRefused('not-supported', message);
  }
  const { problem, lines } = passwords;
  if (problem === undefined) return lines;
  const message = `The password_file has a fault in line ${problem.line}: ${problem.reason} Mend it in the file first.`;
  throw new EditRefused('invalid', message);
}

/** What an edit changes. */
export interface Changes {
  readonly acl?: AclText;
  readonly passwords?: readonly PasswordEntry[];
  readonly disabled?: readonly DisabledUser[];
}

export function changed(
  document: FileDocument,
  { acl, passwords, disabled }: Changes,
): FileDocument {
  const before = aclOf(document);
  const made: FileDocument = {
    ...document,
    ...(acl !== undefined && acl !== before && { acl: textOfLines(acl) }),
    ...(passwords !== undefined && { passwords: printed(passwords) }),
    ...(disabled !== undefined && { disabled: disabled.toSorted(byName) }),
  };
  const now = acl ?? before;
  if (now !== undefined) known.set(made, now);
  return made;
}

/** No two have the same name. */
function byName(a: DisabledUser, b: DisabledUser): number {
  return a.username < b.username ? -1 : 1;
}
