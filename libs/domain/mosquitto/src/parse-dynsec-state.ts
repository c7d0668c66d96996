import { DynsecLoader, shownName } from './dynsec-loader.js';
import { clientOf, groupOf, roleOf } from './dynsec-parts.js';
import type { DynsecDefaults, DynsecFile, DynsecGroup, DynsecState } from './dynsec-state.js';
import { FilePlaces } from './file-places.js';
import { memberOf, type JsonNode } from './json-node.js';
import { readJson, type JsonText } from './json-reader.js';
import { SecretBytes } from './secret-bytes.js';

const NOTHING_DEFINED = 'The plugin starts with nothing defined: nobody can log in through it.';
const NOTHING: JsonNode = { kind: 'null', at: 0, end: 0 };

/** Reads any bytes as the plugin does when the broker starts; what it passes over stands in `problems`. */
export function parseDynsecState(bytes: Uint8Array): DynsecFile {
  const text = readJson(bytes);
  const places = new FilePlaces(bytes);
  const loader = new DynsecLoader(places);
  const whole = wholeFault(bytes, text, loader);
  const root = whole === 'unreadable' ? NOTHING : (text.root ?? NOTHING);
  const loaded = load(root, loader);
  const problems = places.problems(loader.faults);
  const [unreadable] = whole === 'unreadable' ? problems : [];
  const fatal = unreadable === undefined ? {} : { unreadable };
  return { ...loaded, problems, ...fatal, bytes: new SecretBytes(bytes) };
}

/** The bytes of the file, which are those that were parsed. */
export function printDynsecState({ bytes }: Pick<DynsecFile, 'bytes'>): Uint8Array {
  return bytes.reveal();
}

function wholeFault(bytes: Uint8Array, text: JsonText, loader: DynsecLoader): 'unreadable' | 'ok' {
  if (bytes.length === 0) {
    loader.ignores({ at: 0 }, `The file is empty. ${NOTHING_DEFINED}`);
  } else if (text.fault !== undefined) {
    const why = bytes[text.fault.at] === 0 ? 'A NUL byte ends the text.' : text.fault.reason;
    loader.ignores(text.fault, `${why} ${NOTHING_DEFINED}`);
    return 'unreadable';
  } else if (text.root?.kind !== 'object') {
    loader.ignores({ at: text.root?.at ?? 0 }, `This is no object in { }. ${NOTHING_DEFINED}`);
  }
  if (text.unread !== undefined) {
    loader.ignores({ at: text.unread }, 'What follows the state is not read.');
  }
  return 'ok';
}

type Parts = Omit<DynsecState, 'problems' | 'unreadable'>;

function load(root: JsonNode, loader: DynsecLoader): Parts {
  const lists = listsOf(root, loader);
  const roles = parts(lists.get('roles'), (node) => roleOf(node, loader));
  loader.once(roles, ({ name }) => name);
  const roleNames = new Set(roles.map(({ part }) => part.name));
  const clients = parts(lists.get('clients'), (node) => clientOf(node, roleNames, loader));
  loader.once(clients, ({ username }) => username);
  const known = { roles: roleNames, clients: new Set(clients.map(({ part }) => part.username)) };
  const groups = parts(lists.get('groups'), (node) => groupOf(node, known, loader));
  loader.once(groups, ({ name }) => name);
  const all = {
    roles: roles.map(({ part }) => part),
    clients: clients.map(({ part }) => part),
    groups: groups.map(({ part }) => part),
  };
  return { ...all, defaults: defaultsOf(root, loader), ...anonymousOf(root, all.groups, loader) };
}

function parts<T>(nodes: readonly JsonNode[] = [], read: (node: JsonNode) => T | undefined) {
  return nodes.flatMap((node) => {
    const part = read(node);
    return part === undefined ? [] : [{ node, part }];
  });
}

/** In the order in which the plugin loads them; one of the wrong kind ends it. */
const LISTS = ['roles', 'clients', 'groups'] as const;

function listsOf(root: JsonNode, loader: DynsecLoader): Map<string, readonly JsonNode[]> {
  const lists = new Map<string, readonly JsonNode[]>();
  for (const name of LISTS) {
    const member = memberOf(root, name);
    lists.set(name, loader.objects(root, name));
    if (member === undefined || member.value.kind === 'array') continue;
    const rest = LISTS.slice(LISTS.indexOf(name)).join(', ');
    loader.ignores(member, `Here the plugin stops reading. There are no ${rest}.`);
    break;
  }
  return lists;
}

function anonymousOf(
  root: JsonNode,
  groups: readonly DynsecGroup[],
  loader: DynsecLoader,
): Pick<DynsecState, 'anonymousGroup'> {
  const group = loader.find(root, 'anonymousGroup', 'string');
  if (group === undefined) return {};
  if (groups.some(({ name }) => name === group.value)) return { anonymousGroup: group.value };
  loader.ignores(group, `"${shownName(group.value)}" is not defined.`);
  return {};
}

/** Each is false unless the file says otherwise. */
function defaultsOf(root: JsonNode, loader: DynsecLoader): DynsecDefaults {
  const access = loader.find(root, 'defaultACLAccess', 'object') ?? NOTHING;
  return {
    publishClientSend: loader.flag(access, 'publishClientSend', false),
    publishClientReceive: loader.flag(access, 'publishClientReceive', false),
    subscribe: loader.flag(access, 'subscribe', false),
    unsubscribe: loader.flag(access, 'unsubscribe', false),
  };
}
