import { shownName, type DynsecLoader } from './dynsec-loader.js';
import { passwordOf } from './dynsec-password.js';
import {
  ACL_TYPES,
  type DynsecAcl,
  type DynsecClient,
  type DynsecGroup,
  type DynsecRole,
  type DynsecRoleUse,
} from './dynsec-state.js';
import { asciiLower, memberOf, type JsonNode } from './json-node.js';

const ROLE_TEXTS = ['rolename', 'textname', 'textdescription'];
const TYPES = new Map(ACL_TYPES.map((type) => [type.toLowerCase(), type]));

export function roleOf(node: JsonNode, loader: DynsecLoader): DynsecRole | undefined {
  const named = nameOf(node, 'rolename', loader);
  if (memberOf(node, 'rolename') === undefined) return undefined;
  for (const name of ROLE_TEXTS) crashesUnlessText(node, name, loader);
  if (named === undefined) return undefined;
  return {
    ...named,
    allowsWildcardSubscriptions: loader.flag(node, 'allowwildcardsubs', true),
    acls: loader.objects(node, 'acls').flatMap((item) => aclOf(item, loader) ?? []),
    line: loader.lineOf(node),
  };
}

function crashesUnlessText(node: JsonNode, name: string, loader: DynsecLoader): void {
  const member = memberOf(node, name);
  if (member === undefined || member.value.kind === 'string') return;
  loader.refuses(member, `"${name}" of a role is no text in quotes, over which 2.0 crashes.`);
}

function aclOf(node: JsonNode, loader: DynsecLoader): DynsecAcl | undefined {
  const acltype = loader.text(node, 'acltype');
  const topic = loader.text(node, 'topic');
  if (acltype === undefined || topic === undefined) return undefined;
  const type = TYPES.get(asciiLower(acltype.value));
  if (type === undefined) {
    loader.ignores(acltype, `An entry has one of these types: ${ACL_TYPES.join(', ')}.`);
    return undefined;
  }
  if (topic.value === '') {
    loader.ignores(topic, 'An entry for an empty topic never matches.');
    return undefined;
  }
  return {
    type,
    topic: topic.value,
    priority: loader.whole(node, 'priority', 0),
    allow: loader.flag(node, 'allow', false),
    line: loader.lineOf(node),
  };
}

export function clientOf(
  node: JsonNode,
  roles: ReadonlySet<string>,
  loader: DynsecLoader,
): DynsecClient | undefined {
  const named = nameOf(node, 'username', loader);
  if (named === undefined) return undefined;
  const { name, ...only } = named;
  const clientId = loader.find(node, 'clientid', 'string');
  if (clientId?.value === '') loader.ignores(clientId, 'No client has this id: nobody can log in.');
  return {
    username: name,
    ...(clientId === undefined ? {} : { clientId: clientId.value }),
    disabled: loader.flag(node, 'disabled', false),
    roles: roleUses(node, roles, loader),
    line: loader.lineOf(node),
    ...only,
    ...passwordOf(node, loader),
  };
}

export function groupOf(
  node: JsonNode,
  known: { readonly roles: ReadonlySet<string>; readonly clients: ReadonlySet<string> },
  loader: DynsecLoader,
): DynsecGroup | undefined {
  const named = nameOf(node, 'groupname', loader);
  if (named === undefined) return undefined;
  const clients = uses(node, { list: 'clients', name: 'username', known: known.clients }, loader);
  return {
    ...named,
    roles: roleUses(node, known.roles, loader),
    clients: clients.map((use) => ({ username: use.name, priority: use.priority })),
    line: loader.lineOf(node),
  };
}

function roleUses(
  node: JsonNode,
  known: ReadonlySet<string>,
  loader: DynsecLoader,
): DynsecRoleUse[] {
  const all = uses(node, { list: 'roles', name: 'rolename', known }, loader);
  return all.map((use) => ({ role: use.name, priority: use.priority }));
}

interface Use {
  readonly name: string;
  readonly priority: number;
}

/** Roles or members by their names, in the order of the file; of repeated ones the broker keeps the first. */
function uses(
  node: JsonNode,
  of: { readonly list: string; readonly name: string; readonly known: ReadonlySet<string> },
  loader: DynsecLoader,
): Use[] {
  const seen = new Set<string>();
  return loader.objects(node, of.list).flatMap((item) => {
    const named = loader.text(item, of.name);
    if (named === undefined) return [];
    const name = named.value;
    if (!of.known.has(name)) loader.ignores(named, `"${shownName(name)}" is not defined.`);
    else if (seen.has(name)) loader.ignores(named, `"${shownName(name)}" is in this list already.`);
    seen.add(name);
    return [{ name, priority: loader.whole(item, 'priority', -1) }];
  });
}

/** The name by which others refer to this; without one it counts as absent. */
function nameOf(
  node: JsonNode,
  name: string,
  loader: DynsecLoader,
): { readonly name: string; readonly onlyFor?: '2.0' } | undefined {
  const named = loader.text(node, name);
  if (named?.value !== '') return named && { name: named.value };
  loader.ignores(named, `"${name}" is empty: for 2.1 this is not there.`);
  return { name: '', onlyFor: '2.0' };
}
