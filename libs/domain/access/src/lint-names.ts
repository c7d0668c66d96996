import { textProblem } from '#domain/mqtt';
import type { AclFile, DynsecAcl } from '#domain/mosquitto';
import { aclSections, type AclRule } from './acl-file-tests.js';
import { lineText } from './lint-acl-sections.js';
import { shown, type Finding } from './lint-finding.js';
import type { Remark } from './lint-topics.js';
import type { Policy } from './policy.js';

interface Name extends Pick<Finding, 'file' | 'line'> {
  readonly name: string;
}

/** The users for whom the file has sections, each where its first one begins. */
export function sectionsOf({ lines }: AclFile): readonly Name[] {
  const found = new Map<string, Name>();
  for (const line of lines) {
    if (line.kind !== 'user' || found.has(line.name)) continue;
    found.set(line.name, { name: line.name, file: 'acl_file', line: line.number });
  }
  return [...found.values()];
}

/** Names of users for whom the broker's rules do not hold as they look. */
export function* nameFindings(policy: Policy): Generator<Finding> {
  const uses = usesOfNames(policy);
  for (const { name, file, line } of names(policy)) {
    const comment = file === 'acl_file' ? commentInName(name) : undefined;
    for (const remark of comment ? [comment] : remarks(name, uses)) yield { file, line, ...remark };
  }
}

/** Each once: where somebody can log in by it, or else in the acl_file. */
function names({ passwordFile, dynsec, aclFile }: Policy): Iterable<Name> {
  const found = new Map<string, Name>();
  const all: readonly Name[] = [
    ...(aclFile === undefined ? [] : sectionsOf(aclFile)),
    ...(dynsec?.clients ?? []).map(({ username, line }): Name => {
      return { name: username, file: 'dynamic-security', line };
    }),
    ...(passwordFile?.users ?? []).map(({ username, line }): Name => {
      return { name: username, file: 'password_file', line };
    }),
  ];
  for (const one of all) found.set(one.name, one);
  return found.values();
}

/** Where names are filled in: lines of the acl_file, and of the plugin's state. */
interface Uses {
  readonly pattern?: AclRule | undefined;
  readonly named?: AclRule | undefined;
  readonly leading?: AclRule | undefined;
  readonly entry?: DynsecAcl | undefined;
}

function usesOfNames({ aclFile, dynsec, broker }: Policy): Uses {
  const patterns = aclFile === undefined ? [] : aclSections(aclFile).patterns;
  const isNamed =
    broker.substitutes === 'text'
      ? (filter: string) => filter.includes('%u')
      : (filter: string) => filter.split('/').includes('%u');
  const entries = broker.pluginSubstitutes ? (dynsec?.roles.flatMap(({ acls }) => acls) ?? []) : [];
  return {
    pattern: patterns[0],
    named: patterns.find(({ filter }) => isNamed(filter)),
    leading: patterns.find(
      ({ filter, access }) => access !== 'deny' && /^%u/.test(filter) && isNamed(filter),
    ),
    entry: entries.find(({ type, topic }) => !type.endsWith('Literal') && isNamed(topic)),
  };
}

function* remarks(name: string, { pattern, named, leading, entry }: Uses): Generator<Remark> {
  const who = shown(name);
  const problem = textProblem(name, 'name');
  if (problem !== undefined) {
    const message = `No client can log in with this name. ${problem}`;
    yield { rule: 'impossible-name', severity: 'warning', message };
    return;
  }
  const isWild = /[+#]/.test(name);
  if (isWild && pattern !== undefined) {
    const message = `With patterns in the acl_file, a client with + or # in its name gets no more than its own section gives: ${who}.`;
    yield { rule: 'name-wildcard', severity: 'warning', message };
  } else if (name.includes('/') && named !== undefined) {
    const message = `In ${lineText(named)}, ${who} fills several levels on Mosquitto 2.0 and can reach into what belongs to another user. On 2.1 the line does not hold for this name.`;
    yield { rule: 'name-slash', severity: 'warning', message };
  } else if (name.startsWith('$') && leading !== undefined) {
    const message = `For ${who}, ${lineText(leading)} selects topics that begin with $ on Mosquitto 2.0. On 2.1 the line does not hold for this name.`;
    yield { rule: 'name-dollar', severity: 'warning', message };
  }
  if (entry !== undefined && /[/+#]/.test(name)) {
    const message = `Mosquitto 2.1 fills in no name with a slash, + or #: entries of roles with %u, as in line ${entry.line}, do not hold for ${who}.`;
    yield { rule: isWild ? 'name-wildcard' : 'name-slash', severity: 'warning', message };
  }
}

/** There are no comments behind a name; whoever writes one gives the user another name. */
function commentInName(name: string): Remark | undefined {
  if (!/\s#/.test(name)) return undefined;
  const message = `The name is ${shown(name)}: a comment begins in the first column, and what follows a name is part of it.`;
  return { rule: 'comment-in-name', severity: 'warning', message };
}
