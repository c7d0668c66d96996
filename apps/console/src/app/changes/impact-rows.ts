import type {
  AccessChange,
  FlipGroup,
  Impact,
  LoginFlip,
  NamedClient,
  Ruling,
  TouchedClient,
} from '../api/models';
import { count, counted } from '../ui/formats';

/** Names of users beyond these are counted. */
const MOST_NAMED = 2;

/** Who gains or loses what, and where. */
export interface ImpactRow {
  readonly change: AccessChange;
  /** Usernames, so far as the server named them. */
  readonly users: readonly string[];
  /** What else there is to say of them: `and 5 clients more`. */
  readonly more: string;
  /** `gains publish, receive` */
  readonly words: string;
  /** A filter or a topic; empty for logging in. */
  readonly filter: string;
  /** `4 topics`; empty for logging in. */
  readonly topics: string;
  /** What makes it matter: who of them is connected, else an example. */
  readonly about: string;
  /** What decides before and afterwards. */
  readonly why: string;
}

/** What of an impact is shown, the largest groups first, logging in before all. */
export function impactRows(
  impact: Impact,
  touched: readonly TouchedClient[],
): readonly ImpactRow[] {
  return [...loginRows(impact), ...merged(impact.groups).map((group) => groupRow(group, touched))];
}

/** Groups that differ in the action alone are told as one. */
interface MergedGroup {
  readonly group: FlipGroup;
  readonly actions: readonly string[];
}

function merged(groups: readonly FlipGroup[]): readonly MergedGroup[] {
  const found = new Map<string, { group: FlipGroup; actions: string[] }>();
  for (const group of groups) {
    const { change, before, after, clients, topics } = group;
    const users = usersIn(group.examples.map(({ client }) => client));
    const key = JSON.stringify([change, before.key, after.key, clients, topics, users]);
    const same = found.get(key);
    if (same === undefined) found.set(key, { group, actions: [group.action] });
    else same.actions.push(group.action);
  }
  return [...found.values()];
}

function groupRow({ group, actions }: MergedGroup, touched: readonly TouchedClient[]): ImpactRow {
  const { change, before, after, clients, topics, examples } = group;
  const users = usersIn(examples.map(({ client }) => client));
  const named = users.slice(0, MOST_NAMED);
  const [example] = examples;
  const rule = change === 'gained' ? after : before;
  const only = topics === 1 ? example?.topic : undefined;
  return {
    ...{ change, users: named, more: moreWords(clients, named.length) },
    words: `${change === 'gained' ? 'gains' : 'loses'} ${[...actions].sort().join(', ')}`,
    filter: only ?? filterOf(rule),
    topics: counted(topics, 'topic'),
    about: connectedWords(users, change, touched) ?? exampleWords(only, example?.topic),
    why: `${before.text} decides now, then ${after.text}`,
  };
}

function loginRows({ affected }: Impact): readonly ImpactRow[] {
  const found = new Map<string, { login: LoginFlip; clients: NamedClient[] }>();
  for (const { client, login } of affected) {
    if (login === undefined) continue;
    const key = JSON.stringify([login.change, login.before.text, login.after.text]);
    const same = found.get(key);
    if (same === undefined) found.set(key, { login, clients: [client] });
    else same.clients.push(client);
  }
  return [...found.values()].map(({ login, clients }): ImpactRow => {
    const { change, before, after } = login;
    const named = usersIn(clients).slice(0, MOST_NAMED);
    return {
      ...{ change, users: named, more: moreWords(clients.length, named.length) },
      words: change === 'gained' ? 'gains log-in' : 'loses log-in',
      ...{ filter: '', topics: '', about: sentence(after.text) },
      why: `${before.text} decides now, then ${after.text}`,
    };
  });
}

function usersIn(clients: readonly NamedClient[]): readonly string[] {
  return [...new Set(clients.map(({ username }) => username ?? ''))];
}

function moreWords(clients: number, named: number): string {
  const more = clients - named;
  return more > 0 ? `and ${count(more)} more` : '';
}

/** As the rule has it; what it says where it has none. */
function filterOf({ filter, topic, text }: Ruling): string {
  return filter ?? topic ?? text;
}

/** Which connected clients of these users it touches. */
function connectedWords(
  users: readonly string[],
  change: AccessChange,
  touched: readonly TouchedClient[],
): string | undefined {
  const clients = touched.filter(
    ({ username = '', effect }) =>
      users.includes(username) && (effect === 'gains') === (change === 'gained'),
  );
  const [first] = clients;
  if (first === undefined) return undefined;
  const more = clients.length - 1;
  return more === 0
    ? `${first.clientId} is connected`
    : `${first.clientId} and ${count(more)} more are connected`;
}

function exampleWords(only: string | undefined, topic: string | undefined): string {
  return only !== undefined || topic === undefined ? '' : `For example ${topic}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
