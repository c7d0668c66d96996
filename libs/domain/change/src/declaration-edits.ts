import type { Declaration } from './declaration.js';
import { changeRoles } from './declaration-roles.js';
import { changeRules } from './declaration-rules.js';
import { addSections } from './declaration-sections.js';
import { changeUsers, createUsers, removeUsers, type MakeCredential } from './declaration-users.js';
import type { AccessDocument } from './document.js';
import type { Edit } from './edit.js';
import { EditList } from './edit-list.js';

/** More than anybody reads one by one. */
const MOST_EDITS = 1_000;

/**
 * The edits that it takes for users, roles and rules to be as declared: none when they are. Of very many edits one is
 * made that does all of it.
 * @param make for users who are new
 * @param rest lets others have their turn, between edits
 * @throws EditRefused with the place in the declaration as its pointer
 */
export async function editsFor(
  document: AccessDocument,
  declaration: Declaration,
  make: MakeCredential,
  rest: () => Promise<void> = () => Promise.resolve(),
): Promise<readonly Edit[]> {
  const list = new EditList(document, rest);
  const { users, roles, rules } = declaration;
  if (users) await removeUsers(list, users);
  if (roles) await changeRoles(list, roles);
  if (users) await createUsers(list, users, make);
  addSections(list, declaration);
  if (users) await changeUsers(list, users);
  if (rules) await changeRules(list, rules);
  return list.within(MOST_EDITS);
}
