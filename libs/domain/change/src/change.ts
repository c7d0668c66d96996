import type { AccessDocument } from './document.js';
import { dynsecEdited } from './dynsec-edited.js';
import { dynsecRoles, dynsecRules, dynsecUsers } from './dynsec-view.js';
import type { Credential, Edit } from './edit.js';
import { fileEdited } from './file-edit.js';
import { fileRoles, fileRules, fileUsers } from './file-views.js';
import { fileCredential, passwordDifference } from './password-difference.js';
import type { AclRule, MqttRole, MqttUser } from './view.js';

/** Who may log in, by name. */
export function usersOf(document: AccessDocument): readonly MqttUser[] {
  return document.backend === 'file' ? fileUsers(document) : dynsecUsers(document);
}

/** The roles, by name. */
export function rolesOf(document: AccessDocument): readonly MqttRole[] {
  return document.backend === 'file' ? fileRoles(document) : dynsecRoles(document);
}

/** The rules, in the order in which they stand there. */
export function rulesOf(document: AccessDocument): readonly AclRule[] {
  return document.backend === 'file' ? fileRules(document) : dynsecRules(document);
}

/** The document with the edit made. @throws EditRefused */
export function edited(document: AccessDocument, edit: Edit): AccessDocument {
  return document.backend === 'file' ? fileEdited(document, edit) : dynsecEdited(document, edit);
}

/** What logs a user in, where the backend tells: of files, the hash. */
export function credentialOf(document: AccessDocument, username: string): Credential | undefined {
  return document.backend === 'file' ? fileCredential(document, username) : undefined;
}

/** Users who were there and whose password becomes another; none where the backends are not the same. */
export function passwordChanges(before: AccessDocument, after: AccessDocument): readonly string[] {
  if (before.backend === 'file' && after.backend === 'file') {
    return passwordDifference(before, after).passwordChanged;
  }
  if (before.backend === 'file' || after.backend === 'file') return [];
  const known = new Set(before.state.clients.map(({ username }) => username));
  return after.newPasswords.map(({ username }) => username).filter((name) => known.has(name));
}
