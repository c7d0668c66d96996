import {
  changeIndexIn,
  listedName,
  modelFromAnswers,
  pageIn,
  type DynsecAnswer,
  type DynsecCommand,
  type DynsecList,
  type DynsecModel,
} from '#domain/change';
import { CommandRefused, ControlUnavailable } from './dynsec-errors.js';

export type Ask = (commands: readonly DynsecCommand[]) => Promise<readonly DynsecAnswer[]>;
type Item = DynsecAnswer['data'];

/** Entries of a list in one answer, over which the broker's other clients do not wait long. */
const PAGE = 100;
/** Somebody else may change the state between two pages. */
const TRIES = 5;
const LISTS = [
  { list: 'roles', command: 'listRoles' },
  { list: 'groups', command: 'listGroups' },
  { list: 'clients', command: 'listClients' },
] as const;

/** The whole state of the plugin, as it was at one time. */
export async function readState(ask: Ask): Promise<DynsecModel> {
  for (let left = TRIES; left > 0; left--) {
    const before = await changeIndex(ask);
    const model = await readOnce(ask);
    if (model !== undefined && (await changeIndex(ask)) === before) return model;
  }
  throw new ControlUnavailable(
    'The state of the plugin changes all the time while it is read. Try again when nobody else changes it.',
  );
}

/** What 2.1 counts its changes with; nothing where the plugin does not tell. */
export async function changeIndex(ask: Ask): Promise<number | undefined> {
  const [details] = await ask([{ command: 'getDetails' }]);
  return details?.error === undefined ? changeIndexIn(details?.data) : undefined;
}

/** Nothing where the pages do not fit together. */
async function readOnce(ask: Ask): Promise<DynsecModel | undefined> {
  const lists: Record<DynsecList, readonly Item[]> = { clients: [], groups: [], roles: [] };
  for (const { list, command } of LISTS) {
    const items = await readList(ask, list, command);
    if (items === undefined) return undefined;
    lists[list] = items;
  }
  const [defaults, anonymousGroup] = await told(ask, [
    { command: 'getDefaultACLAccess' },
    { command: 'getAnonymousGroup' },
  ]);
  return modelFromAnswers({ ...lists, defaults, anonymousGroup });
}

async function readList(
  ask: Ask,
  list: DynsecList,
  command: (typeof LISTS)[number]['command'],
): Promise<readonly Item[] | undefined> {
  const items: Item[] = [];
  let first: number | undefined;
  for (;;) {
    const page = { verbose: true, count: PAGE, offset: items.length };
    const [data] = await told(ask, [{ command, ...page }]);
    const { items: more, total } = pageIn(data, list);
    first ??= total;
    if (total !== first) return undefined;
    items.push(...more);
    if (more.length === 0 || items.length >= total) break;
  }
  return items.length === first && new Set(items.map(listedName)).size === first
    ? items
    : undefined;
}

/** What is answered to these. @throws CommandRefused */
async function told(ask: Ask, commands: readonly DynsecCommand[]): Promise<readonly Item[]> {
  const answers = await ask(commands);
  return commands.map((command, at) => {
    const { error, data } = answers[at] ?? {};
    if (error !== undefined) throw new CommandRefused(command, error);
    return data;
  });
}
