import type { SecretBytes } from '#domain/mosquitto';
import { printMark } from './acl-marks.js';
import { aclText, isRule, type AclText } from './acl-text.js';
import { PROBE_USER, probeFilter } from './probe.js';

/** The account that proves that a revision is in force. */
export interface Probe {
  readonly revision: number;
  /** What stands after the colon. */
  readonly hash: SecretBytes;
}

/** The text with the rules of the probe at its end; an unended last line gets an end, and the mark says so. */
export function withProbe(acl: string, revision: number): string {
  const isUnended = acl !== '' && !acl.endsWith('\n');
  const lines = [
    printMark({ kind: 'probe', isUnended }),
    `user ${PROBE_USER}`,
    `topic readwrite ${probeFilter(revision)}`,
  ];
  return `${acl}${isUnended ? '\n' : ''}${lines.join('\n')}\n`;
}

/** The text that {@link withProbe} was given, also where something was added behind the probe since. */
export function withoutProbe(text: string): string {
  if (!text.includes('# mcm probe:')) return text;
  const { lines } = aclText(text);
  const removed = new Set<number>();
  let isUnended = false;
  for (const [at, { mark }] of lines.entries()) {
    if (mark?.kind !== 'probe') continue;
    const found = probeLines(lines, at);
    for (const line of found) removed.add(line);
    isUnended = mark.isUnended && found.at(-1) === lines.length - 1;
  }
  const rest = lines.filter((_, at) => !removed.has(at)).map(({ text: line }) => line);
  return isUnended ? rest.join('').replace(/\n$/, '') : rest.join('');
}

/** The lines of a probe whose mark stands `at`; its `user` stays where somebody wrote rules of that user below it. */
function probeLines(lines: AclText['lines'], at: number): readonly number[] {
  const [user, rule] = [lines[at + 1]?.says, lines[at + 2]?.says];
  if (user?.kind !== 'user' || user.name !== PROBE_USER) return [at];
  if (rule?.kind !== 'topic' || !/^mcm\/probe\/\d+\/#$/.test(rule.filter)) return [at];
  for (let below = at + 3; below < lines.length; below++) {
    if (lines[below]?.says.kind === 'user') break;
    if (isRule(lines[below])) return [at, at + 2];
  }
  return [at, at + 1, at + 2];
}
