import { outlineOf, type Section } from './acl-outline.js';
import {
  isBlank,
  isComment,
  isRule,
  type AclText,
  type Splice,
  type TextLine,
} from './acl-text.js';

/** Lines to take out, by their indexes, as splices. */
export function removals(indexes: Iterable<number>): Splice[] {
  const splices: { at: number; remove: number; readonly insert: readonly string[] }[] = [];
  for (const at of [...new Set(indexes)].sort((a, b) => a - b)) {
    const last = splices.at(-1);
    if (last !== undefined && last.at + last.remove === at) last.remove++;
    else splices.push({ at, remove: 1, insert: [] });
  }
  return splices;
}

/** Puts lines at the end of what is for the user alone, in a new section where there is none. */
export function insertedForUser(acl: AclText, username: string, lines: readonly string[]): Splice {
  const section = outlineOf(acl).sections.get(username)?.at(-1);
  if (section !== undefined) {
    return { at: lastOf(acl.lines, section) + 1, remove: 0, insert: lines };
  }
  return insertedSections(acl, [[`user ${username}`, ...lines]]);
}

/** Adds lines for each of these users. */
export function insertedForUsers(
  acl: AclText,
  users: ReadonlyMap<string, readonly string[]>,
): Splice[] {
  const { sections } = outlineOf(acl);
  const [there, fresh] = [[] as Splice[], [] as (readonly string[])[]];
  for (const [username, lines] of users) {
    if (sections.has(username)) there.push(insertedForUser(acl, username, lines));
    else fresh.push([`user ${username}`, ...lines]);
  }
  return fresh.length > 0 ? [...there, insertedSections(acl, fresh)] : there;
}

/** Puts new sections behind all others, each set off by an empty line. */
function insertedSections(acl: AclText, sections: readonly (readonly string[])[]): Splice {
  const at = endOfSections(acl);
  const below = acl.lines[at];
  const insert = sections.flatMap((lines, index) => {
    const isSetOff = index === 0 && (at === 0 || isBlank(acl.lines[at - 1]));
    return isSetOff ? lines : ['', ...lines];
  });
  if (below !== undefined && !isBlank(below)) insert.push('');
  return { at, remove: 0, insert };
}

/** The last line of a section that says something, or ends what a role says. */
function lastOf(lines: readonly TextLine[], section: Section): number {
  const blockEnds = new Set(section.blocks.map(({ end }) => end));
  for (let at = section.end - 1; at > section.start; at--) {
    if (isRule(lines[at]) || blockEnds.has(at)) return at;
  }
  return section.start;
}

/** Where the definitions of roles begin with which the file ends, or its end. */
export function endOfSections({ lines }: AclText): number {
  let [at, start] = [lines.length, lines.length];
  while (at > 0 && (isBlank(lines[at - 1]) || isDefinition(lines[at - 1]))) {
    at--;
    if (isDefinition(lines[at])) start = at;
  }
  if (start === lines.length) return start;
  while (start > 0 && isBlank(lines[start - 1])) start--;
  return start;
}

export function isDefinition(line: TextLine | undefined): boolean {
  return line?.mark?.kind === 'role' || line?.mark?.kind === 'role-rule';
}

/**
 * The line `user` and the empty line that sets it off, when nothing else would be left of the section without the lines
 * that are `removed`.
 */
export function emptied(
  { lines }: AclText,
  { start, end }: Section,
  removed: ReadonlySet<number>,
): readonly number[] {
  let isAttached = true;
  for (let at = start + 1; at < end; at++) {
    if (removed.has(at)) continue;
    const line = lines[at];
    if (isBlank(line)) isAttached = false;
    if (isRule(line) || (isComment(line) && isAttached)) return [];
    if (line?.mark?.kind === 'begin' || line?.mark?.kind === 'end') return [];
  }
  return [start, ...blankBeside(lines, start, removed)];
}

/** The empty line above a place, or the one below the lines that are taken out there when it would begin the file. */
export function blankBeside(
  lines: readonly TextLine[],
  start: number,
  removed: ReadonlySet<number>,
): readonly number[] {
  if (start > 0) return isBlank(lines[start - 1]) ? [start - 1] : [];
  let below = 1;
  while (removed.has(below)) below++;
  return isBlank(lines[below]) ? [below] : [];
}
