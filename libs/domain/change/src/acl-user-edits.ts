import { outlineOf } from './acl-outline.js';
import { emptied, removals } from './acl-sections.js';
import { spliced, startWithDescription, type AclText } from './acl-text.js';

/**
 * Takes out what is for this user alone: the lines `user`, the rules with their descriptions, the marks of roles.
 * Patterns that stand in between are for all and stay, as do other comments.
 */
export function withoutUser(acl: AclText, username: string): AclText {
  const removed = new Set<number>();
  for (const section of outlineOf(acl).sections.get(username) ?? []) {
    for (let at = section.start + 1; at < section.end; at++) {
      const { says, mark } = acl.lines[at] ?? {};
      if (mark?.kind === 'begin' || mark?.kind === 'end') removed.add(at);
      if (says?.kind !== 'topic') continue;
      removed.add(startWithDescription(acl.lines, at)).add(at);
    }
    for (const at of emptied(acl, section, removed)) removed.add(at);
    removed.add(section.start);
  }
  return spliced(acl, removals(removed));
}
