import { bytesOf, textOf } from '#domain/mosquitto';
import { refuseFaulty, type Known } from './acl-checks.js';
import { changedRole, withoutRole, withRole } from './acl-role-edits.js';
import { changedRule, withoutRule, withRule, withUserRules } from './acl-rule-edits.js';
import { aclText, type AclText } from './acl-text.js';
import type { AccessDocument, FileDocument } from './document.js';
import { EditRefused, type Edit } from './edit.js';
import { changed, neededAcl } from './file-parts.js';
import { withoutProbe } from './file-probe.js';
import {
  disabledUser,
  enabledUser,
  knownNames,
  withImported,
  withNewUser,
  withoutUserOf,
  withPassword,
  withRolesOf,
} from './file-user-edits.js';
import type { RuleSpec } from './view.js';

/**
 * The document after an edit, with as few lines changed as can be: what nobody knows stays where it is. A comment
 * that stands alone above a rule is its description and goes with it. Throws {@link EditRefused}.
 */
export function fileEdited(document: FileDocument, edit: Edit): FileDocument {
  switch (edit.kind) {
    case 'create-user':
      return withNewUser(document, edit);
    case 'import-users':
      return withImported(document, edit.users);
    case 'set-password':
      return withPassword(document, edit.username, edit.credential);
    case 'enable-user':
      return enabledUser(document, edit.username);
    case 'disable-user':
      return disabledUser(document, edit.username);
    case 'delete-user':
      return withoutUserOf(document, edit.username);
    case 'set-roles':
      return withRolesOf(document, edit.username, edit.roles);
    case 'create-role':
      return withAcl(document, (acl) => withRole(acl, edit.role));
    case 'change-role':
      return withAcl(document, (acl) => changedRole(acl, edit.name, edit.role));
    case 'delete-role':
      return withAcl(document, (acl) => withoutRole(acl, edit.name));
    case 'create-rule':
      return withAcl(document, (acl) => withRule(acl, edit.rule, knownTo(document)));
    case 'change-rule':
      return withAcl(document, (acl) => changedRule(acl, edit.key, edit.rule, knownTo(document)));
    case 'delete-rule':
      return withAcl(document, (acl) => withoutRule(acl, edit.key));
    case 'replace-acl':
      return withText(document, edit.text);
    case 'replace':
      return replaced(document, edit.document);
  }
}

/** Many rules of users alone at once. The rule that is refused is the one that was asked for last. */
export const fileWithUserRules = (
  document: FileDocument,
  rules: Iterable<RuleSpec>,
): FileDocument => withAcl(document, (acl) => withUserRules(acl, rules, knownTo(document)));

function knownTo(document: FileDocument): Known {
  const names = knownNames(document);
  return (username) => names.has(username);
}

function withAcl(document: FileDocument, edited: (acl: AclText) => AclText): FileDocument {
  const acl = neededAcl(document);
  refuseFaulty(acl);
  return changed(document, { acl: edited(acl) });
}

function withText(document: FileDocument, text: string): FileDocument {
  neededAcl(document);
  // What no file can hold becomes what a file holds instead.
  const acl = aclText(withoutProbe(textOf(bytesOf(text))));
  if (acl.problem === undefined) return changed(document, { acl });
  const { line, reason } = acl.problem;
  throw new EditRefused('invalid', `Line ${line}: ${reason}`, '/text');
}

function replaced(document: FileDocument, by: AccessDocument): FileDocument {
  if (by.backend !== 'file') {
    const message =
      'That is a state of the dynamic-security plugin, and this broker has files. Choose one with files.';
    throw new EditRefused('not-supported', message, '/document');
  }
  for (const [member, file] of [
    ['acl', 'acl_file'],
    ['passwords', 'password_file'],
  ] as const) {
    const isThere = document[member] !== undefined;
    if (isThere === (by[member] !== undefined)) continue;
    const message = isThere
      ? `That has no ${file}, and the broker is set up with one. Take ${file} out of mosquitto.conf first.`
      : `That has an ${file}, and the broker has none. Set ${file} in mosquitto.conf first.`;
    throw new EditRefused('not-supported', message, `/document/${member}`);
  }
  return by;
}
