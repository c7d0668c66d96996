import { refuseFaulty, refuseRule, ruleLine } from './acl-checks.js';
import { outlineOf } from './acl-outline.js';
import { blockLines, definitionOf } from './acl-role-edits.js';
import { commentOf } from './acl-rule-edits.js';
import { endOfSections } from './acl-sections.js';
import { isBlank, spliced, type AclText } from './acl-text.js';
import type { FileDocument } from './document.js';
import { changed, neededAcl } from './file-parts.js';
import type { RuleSpec } from './view.js';

/** What a user is to have of whom the acl_file says nothing yet. */
export interface NewSection {
  readonly username: string;
  readonly roles: readonly string[];
  readonly rules: readonly RuleSpec[];
}

/** Whether the acl_file says nothing of the user. */
export function hasNoSection(document: FileDocument): (username: string) => boolean {
  const { sections } = outlineOf(neededAcl(document));
  return (username) => !sections.has(username);
}

/**
 * The same as giving each of them the roles and the rules one by one, at once. Throws `EditRefused`; `telling` is
 * told before what is looked at: the user's roles, or one of the rules.
 */
export function withNewSections(
  document: FileDocument,
  sections: readonly NewSection[],
  telling: (section: NewSection, rule?: RuleSpec) => void,
): FileDocument {
  const acl = neededAcl(document);
  refuseFaulty(acl);
  const insert: string[] = [];
  const at = endOfSections(acl);
  for (const section of sections) {
    const { username, roles, rules } = section;
    if (insert.length > 0 || (at > 0 && !isBlank(acl.lines[at - 1]))) insert.push('');
    telling(section);
    insert.push(`user ${username}`, ...roleLines(acl, username, roles));
    for (const rule of rules) {
      telling(section, rule);
      refuseRule(rule, () => false);
      insert.push(...commentOf(rule), ruleLine(rule, rule.principal));
    }
  }
  const below = acl.lines[at];
  if (below !== undefined && !isBlank(below)) insert.push('');
  return changed(document, { acl: spliced(acl, [{ at, remove: 0, insert }]) });
}

function roleLines(acl: AclText, username: string, roles: readonly string[]): readonly string[] {
  return roles.flatMap((name, index) =>
    blockLines(username, definitionOf(acl, name, `/roles/${index}`)),
  );
}
