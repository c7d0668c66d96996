import { linesFor, refuseRole } from './acl-checks.js';
import { printMark } from './acl-marks.js';
import { blockState, outlineOf, type Block, type Definition, type Section } from './acl-outline.js';
import { blankBeside, emptied, insertedForUsers, isDefinition, removals } from './acl-sections.js';
import { isBlank, spliced, startWithDescription, type AclText, type Splice } from './acl-text.js';
import { EditRefused, type RoleSpec } from './edit.js';

export function withRole(acl: AclText, role: RoleSpec): AclText {
  refuseRole(role);
  refuseTaken(acl, role.name);
  const last = acl.lines.at(-1);
  const isSetOff = last === undefined || isBlank(last) || isDefinition(last);
  const insert = [...(isSetOff ? [] : ['']), ...definitionLines(role)];
  return spliced(acl, [{ at: acl.lines.length, remove: 0, insert }]);
}

/** The role says something else, or is called otherwise, and so does what users have by it. */
export function changedRole(acl: AclText, name: string, role: RoleSpec): AclText {
  const definition = definitionOf(acl, name);
  refuseRole(role, definition);
  if (role.name !== name) refuseTaken(acl, role.name);
  const splices = changedLines(definition, role);
  for (const section of sectionsOf(acl)) {
    for (const block of section.blocks) {
      if (block.role === name) splices.push(...rewritten(acl, section, block, role));
    }
  }
  return spliced(acl, splices);
}

export function withoutRole(acl: AclText, name: string): AclText {
  const { at, rules, repeated } = definitionOf(acl, name);
  const removed = new Set(Array.from({ length: 1 + rules.length }, (_, index) => at + index));
  if (!isDefinition(acl.lines[at - 1]) && !isDefinition(acl.lines[at + removed.size])) {
    for (const blank of blankBeside(acl.lines, at, removed)) removed.add(blank);
  }
  for (const line of repeated) removed.add(line);
  for (const section of sectionsOf(acl)) {
    const blocks = section.blocks.filter(({ role }) => role === name);
    addLines(removed, acl, section, blocks);
  }
  return spliced(acl, removals(removed));
}

/** The user has these roles and no others. */
export function withRoles(acl: AclText, username: string, roles: readonly string[]): AclText {
  return withRolesOfAll(acl, new Map([[username, roles]]));
}

/** Each of these users has these roles and no others; as fast for many users as for one. */
export function withRolesOfAll(
  acl: AclText,
  users: ReadonlyMap<string, readonly string[]>,
): AclText {
  const { sections } = outlineOf(acl);
  const removed = new Set<number>();
  const splices: Splice[] = [];
  const added = new Map<string, readonly string[]>();
  for (const [username, roles] of users) {
    const { missing, rewriting } = roleChanges(acl, sections.get(username) ?? [], roles, removed);
    splices.push(...rewriting);
    const lines = missing.flatMap((role) => blockLines(username, role));
    if (lines.length > 0) added.set(username, lines);
  }
  const inserted = insertedForUsers(acl, added);
  return spliced(acl, [...splices, ...removals(removed), ...inserted]);
}

/** Which of the roles are to come, and how the blocks change of those that stay; adds the lines of all others. */
function roleChanges(
  acl: AclText,
  sections: readonly Section[],
  roles: readonly string[],
  removed: Set<number>,
): { readonly missing: readonly Definition[]; readonly rewriting: readonly Splice[] } {
  const missing = new Map(
    roles.map((name, index) => [name, definitionOf(acl, name, `/roles/${index}`)]),
  );
  const rewriting: Splice[] = [];
  for (const section of sections) {
    const gone: Block[] = [];
    for (const block of section.blocks) {
      const role = missing.get(block.role);
      if (role === undefined) gone.push(block);
      else rewriting.push(...rewritten(acl, section, block, role));
      missing.delete(block.role);
    }
    // A section to which another role comes stays.
    if (missing.size === 0) addLines(removed, acl, section, gone);
    else addBlocks(removed, acl, gone);
  }
  return { missing: [...missing.values()], rewriting };
}

export function definitionOf(acl: AclText, name: string, pointer = ''): Definition {
  const found = outlineOf(acl).roles.get(name);
  if (found !== undefined) return found;
  throw new EditRefused('role-not-found', `There is no role ${name}. Create it first.`, pointer);
}

function refuseTaken(acl: AclText, name: string): void {
  if (!outlineOf(acl).roles.has(name)) return;
  const message = `There is a role ${name} already. Choose another name, or change that one.`;
  throw new EditRefused('name-taken', message, '/name');
}

function sectionsOf(acl: AclText): readonly Section[] {
  return [...outlineOf(acl).sections.values()].flat();
}

function definitionLines({ name, description, rules }: RoleSpec): readonly string[] {
  const text = description?.trim() ?? '';
  return [
    printMark({ kind: 'role', name, ...(text !== '' && { description: text }) }),
    ...rules.map((rule) => printMark({ kind: 'role-rule', rule })),
  ];
}

/** The lines of the definition that are others now: those that are the same at its beginning and end stay. */
function changedLines({ at, repeated, ...before }: Definition, role: RoleSpec): Splice[] {
  const old = definitionLines(before);
  const now = definitionLines(role);
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start++;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const remove = old.length - end - start;
  const insert = now.slice(start, now.length - end);
  const isSame = remove === 0 && insert.length === 0;
  return [...(isSame ? [] : [{ at: at + start, remove, insert }]), ...removals(repeated)];
}

export function blockLines(username: string, { name, rules }: RoleSpec): readonly string[] {
  return [
    printMark({ kind: 'begin', role: name }),
    ...linesFor(username, rules),
    printMark({ kind: 'end', role: name }),
  ];
}

/** The block with what the role says: lines that it does not say go, those that are missing come to the end. */
function rewritten(acl: AclText, section: Section, block: Block, role: RoleSpec): Splice[] {
  const { begin, end } = block;
  const { strangers, missing } = blockState(acl.lines, block, role.rules, section.username);
  const added = linesFor(section.username, missing);
  const removed = [...strangers].flatMap((at) => [startWithDescription(acl.lines, at), at]);
  const mark = (kind: 'begin' | 'end', at: number, lines: readonly string[]): readonly Splice[] => {
    if (block.role === role.name)
      return lines.length === 0 ? [] : [{ at, remove: 0, insert: lines }];
    return [{ at, remove: 1, insert: [...lines, printMark({ kind, role: role.name })] }];
  };
  return [...mark('begin', begin, []), ...removals(removed), ...mark('end', end, added)];
}

/** Adds what comes of blocks: a comment alone above a line goes with it. */
function addBlocks(removed: Set<number>, { lines }: AclText, blocks: readonly Block[]): void {
  for (const { begin, end } of blocks) {
    removed.add(begin).add(end);
    for (let at = begin + 1; at < end; at++) {
      if (lines[at]?.says.kind !== 'topic') continue;
      removed.add(startWithDescription(lines, at)).add(at);
    }
  }
}

/** Adds what comes of blocks, and the section when nothing else is in it. */
function addLines(
  removed: Set<number>,
  acl: AclText,
  section: Section,
  blocks: readonly Block[],
): void {
  if (blocks.length === 0) return;
  addBlocks(removed, acl, blocks);
  for (const at of emptied(acl, section, removed)) removed.add(at);
}
