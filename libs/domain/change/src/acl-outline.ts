import type { AclText, TextLine } from './acl-text.js';
import type { RoleRule } from './view.js';

/** What stands from a line `user` up to the next one. Places are indexes of lines; `end` is the first one behind. */
export interface Section {
  readonly username: string;
  readonly start: number;
  readonly end: number;
  readonly blocks: readonly Block[];
}

/** The lines that a user has by a role, between the two marks. */
export interface Block {
  readonly role: string;
  readonly begin: number;
  readonly end: number;
}

/** What a role says, in comments: its name in the line `at`, and a line for each rule below. */
export interface Definition {
  readonly name: string;
  readonly description?: string;
  readonly rules: readonly RoleRule[];
  readonly at: number;
  /** The lines of further definitions with the name, which do not count. */
  readonly repeated: readonly number[];
}

/** What stands where in an acl_file. */
export interface Outline {
  /** The line of the first `user`: those before are for anonymous clients. */
  readonly headEnd: number;
  readonly sections: ReadonlyMap<string, readonly Section[]>;
  /** Each name by its first definition. */
  readonly roles: ReadonlyMap<string, Definition>;
}

const known = new WeakMap<AclText, Outline>();

export function outlineOf(acl: AclText): Outline {
  const found = known.get(acl) ?? outlined(acl);
  known.set(acl, found);
  return found;
}

function outlined({ lines }: AclText): Outline {
  const roles = definitionsOf(lines);
  const starts = lines.flatMap(({ says }, at) => (says.kind === 'user' ? [at] : []));
  const sections = new Map<string, Section[]>();
  for (const [index, start] of starts.entries()) {
    const says = lines[start]?.says;
    if (says?.kind !== 'user') continue;
    const end = starts[index + 1] ?? lines.length;
    const section = { username: says.name, start, end, blocks: blocksIn(lines, start, end, roles) };
    const same = sections.get(says.name);
    if (same === undefined) sections.set(says.name, [section]);
    else same.push(section);
  }
  return { headEnd: starts[0] ?? lines.length, sections, roles };
}

function definitionsOf(lines: readonly TextLine[]): ReadonlyMap<string, Definition> {
  const roles = new Map<string, Definition>();
  for (const [at, { mark }] of lines.entries()) {
    if (mark?.kind !== 'role') continue;
    const { name, description } = mark;
    const rules = rulesBelow(lines, at);
    const first = roles.get(name);
    if (first === undefined) {
      const text = description !== undefined && { description };
      roles.set(name, { name, ...text, rules, at, repeated: [] });
    } else {
      const own = Array.from({ length: 1 + rules.length }, (_, index) => at + index);
      roles.set(name, { ...first, repeated: [...first.repeated, ...own] });
    }
  }
  return roles;
}

function rulesBelow(lines: readonly TextLine[], at: number): readonly RoleRule[] {
  const rules: RoleRule[] = [];
  for (let below = lines[at + 1]?.mark; below?.kind === 'role-rule';) {
    rules.push(below.rule);
    below = lines[at + 1 + rules.length]?.mark;
  }
  return rules;
}

/** Marks that have no other half in the section, or are about a role that nothing defines, are comments like others. */
function blocksIn(
  lines: readonly TextLine[],
  start: number,
  end: number,
  roles: ReadonlyMap<string, Definition>,
): readonly Block[] {
  const blocks: Block[] = [];
  let open: { readonly role: string; readonly begin: number } | undefined;
  for (let at = start + 1; at < end; at++) {
    const mark = lines[at]?.mark;
    if (mark?.kind === 'begin') open = { role: mark.role, begin: at };
    if (mark?.kind !== 'end') continue;
    if (open?.role === mark.role && roles.has(mark.role)) blocks.push({ ...open, end: at });
    open = undefined;
  }
  return blocks;
}

/** A rule of a role for one user, whose name is filled in where `%u` is a whole level. */
export function filledIn(rule: RoleRule, username: string): RoleRule {
  if (!rule.topicFilter.includes('%u')) return rule;
  const levels = rule.topicFilter.split('/').map((level) => (level === '%u' ? username : level));
  return { permission: rule.permission, topicFilter: levels.join('/') };
}

/** How the lines of a block differ from what its role says; in which order they come does not matter. */
export interface BlockState {
  /** Lines that the role does not say. */
  readonly strangers: ReadonlySet<number>;
  /** What the role says and no line does. */
  readonly missing: readonly RoleRule[];
}

export function blockState(
  lines: readonly TextLine[],
  { begin, end }: Block,
  expected: readonly RoleRule[],
  username: string,
): BlockState {
  const left = new Map<string, RoleRule[]>();
  for (const rule of expected) {
    const key = wordsOf(filledIn(rule, username));
    left.set(key, [...(left.get(key) ?? []), rule]);
  }
  const strangers = new Set<number>();
  for (let at = begin + 1; at < end; at++) {
    const says = lines[at]?.says;
    if (says?.kind !== 'topic') continue;
    const key = wordsOf({ permission: says.access, topicFilter: says.filter });
    if (left.get(key)?.pop() === undefined) strangers.add(at);
  }
  return { strangers, missing: [...left.values()].flat() };
}

/** What the rule says, as one text. */
export function wordsOf({ permission, topicFilter }: RoleRule): string {
  return `${permission} ${topicFilter}`;
}
