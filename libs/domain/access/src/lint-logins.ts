import { aclSections } from './acl-file-tests.js';
import { heldRoles } from './dynsec-roles.js';
import { shown, type Finding } from './lint-finding.js';
import { sectionsOf } from './lint-names.js';
import { impossible } from './lint-topics.js';
import type { Policy } from './policy.js';

/** What does not fit between the rules of a broker and those who can log in to it. */
export function* loginFindings(policy: Policy): Generator<Finding> {
  yield* openDoors(policy);
  yield* unknownUsers(policy);
  if (policy.allowAnonymous) yield* anonymousPublishers(policy);
  else yield* anonymousRefused(policy);
}

function* openDoors(policy: Policy): Generator<Finding> {
  const { allowAnonymous, aclFile, passwordFile, dynsec } = policy;
  if (dynsec !== undefined) return;
  if (aclFile === undefined) {
    const message =
      'Neither an acl_file nor the dynamic-security plugin is configured: whoever can log in may publish and receive everything.';
    yield { rule: 'no-rules', severity: 'warning', file: 'acl_file', line: 1, message };
    return;
  }
  const [section] = sectionsOf(aclFile);
  if (!allowAnonymous || passwordFile !== undefined || section === undefined) return;
  const message =
    'Everybody can log in with this name, and with any other, and has its rights: allow_anonymous is true and no password_file is configured.';
  yield { rule: 'any-name', severity: 'warning', file: 'acl_file', line: section.line, message };
}

function* unknownUsers({ aclFile, passwordFile, dynsec }: Policy): Generator<Finding> {
  if (aclFile === undefined || (passwordFile === undefined && dynsec === undefined)) return;
  const known = new Set(passwordFile?.users.map(({ username }) => username));
  for (const { username } of dynsec?.clients ?? []) known.add(username);
  const places = [
    ...(passwordFile === undefined ? [] : ['in the password_file']),
    ...(dynsec === undefined ? [] : ['a client of the plugin']),
  ].join(' nor ');
  for (const { name, line } of sectionsOf(aclFile)) {
    if (known.has(name)) continue;
    const message = `Nobody can log in as ${shown(name)}, so these rules are for nobody: the name is not ${places}.`;
    yield { rule: 'unknown-user', severity: 'warning', file: 'acl_file', line, message };
  }
}

function* anonymousRefused({ aclFile }: Policy): Generator<Finding> {
  const [rule] = aclFile === undefined ? [] : aclSections(aclFile).anonymous;
  if (rule === undefined) return;
  const message =
    'What stands before the first user is for clients without a name alone, and allow_anonymous is false. It is no default for the others.';
  const { line } = rule;
  yield { rule: 'anonymous-refused', severity: 'warning', file: 'acl_file', line, message };
}

function* anonymousPublishers({ aclFile, dynsec, broker }: Policy): Generator<Finding> {
  const rule = { rule: 'anonymous-write', severity: 'warning' } as const;
  const { anonymous, patterns } = aclFile ? aclSections(aclFile) : { anonymous: [], patterns: [] };
  for (const { line, access, filter } of [...anonymous, ...patterns]) {
    if (access !== 'write' && access !== 'readwrite') continue;
    if (filter.includes('%u') || !isForClients(filter)) continue;
    yield { ...rule, file: 'acl_file', line, message: anonymousMessage(filter) };
  }
  const roles = dynsec && heldRoles(dynsec, { clientId: '' }, broker);
  for (const { role } of roles ?? []) {
    for (const { type, topic, allow, line } of role.acls) {
      if (type !== 'publishClientSend' || !allow || !isForClients(topic)) continue;
      yield { ...rule, file: 'dynamic-security', line, message: anonymousMessage(topic) };
    }
  }
}

/** Whether a rule can let anybody publish. */
function isForClients(filter: string): boolean {
  return !/^\$(?:SYS|share)/.test(filter) && impossible(filter) === undefined;
}

function anonymousMessage(filter: string): string {
  return `Clients without a name may publish to ${shown(filter)}, and so everybody who reaches the broker: allow_anonymous is true.`;
}
