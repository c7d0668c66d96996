import { explain, type Client, type Policy, type TopicAction } from '#domain/access';

/** MCM's accounts on the broker. */
export interface OwnAccounts {
  /** Absent: it connects anonymously. */
  readonly observer?: string;
  /** Of the dynamic-security plugin. */
  readonly control?: string;
}

/**
 * As MCM calls itself, with a part that is new with each connection: no rule can name it. `%c` in a rule and a client id
 * that the plugin ties an account to are judged by these.
 */
const CLIENT_IDS = {
  traffic: 'mcm-observer-000000000000',
  system: 'mcm-system-000000000000',
  control: 'mcm-control-000000000000',
} as const;
const COMMANDS = '$CONTROL/dynamic-security/v1';
const MOST_TOLD = 3;

/** MCM's accounts whose passwords the change sets to others than MCM knows, a sentence each. */
export function lostPasswords(
  { observer, control }: OwnAccounts,
  changed: ReadonlySet<string>,
): readonly string[] {
  const own = [...new Set([observer, control])].filter((name) => name !== undefined);
  return own
    .filter((name) => changed.has(name))
    .map((name) => `The password of MCM's account ${name} becomes another than MCM has.`);
}

/**
 * What MCM itself could do on the broker and no longer can, a sentence each.
 * @param topics that MCM observes
 */
export function lockout(
  before: Policy,
  after: Policy,
  { observer, control }: OwnAccounts,
  topics: readonly string[],
): readonly string[] {
  const loses = losses(before, after);
  const [traffic, system] = [
    clientOf(CLIENT_IDS.traffic, observer),
    clientOf(CLIENT_IDS.system, observer),
  ];
  const name =
    observer === undefined ? 'An anonymous client, as MCM is one,' : `MCM's account ${observer}`;
  if ([traffic, system].some((own) => loses(own, 'login'))) {
    return [`${name} may no longer log in.`];
  }
  const filters = [
    ...(loses(traffic, 'subscribe', '#') ? ['#'] : []),
    ...(loses(system, 'subscribe', '$SYS/#') ? ['$SYS/#'] : []),
  ];
  const lost = [
    ...['$SYS/broker/uptime'].filter((topic) => loses(system, 'receive', topic)),
    ...topics.filter((topic) => loses(traffic, 'receive', topic)),
  ];
  return [
    ...filters.map((filter) => `${name} may no longer subscribe to ${filter}.`),
    ...(lost.length === 0 ? [] : [`${name} no longer receives ${someOf(lost)}.`]),
    ...commandsLost(before, after, { control }),
  ];
}

/** Of these, what it takes to command the plugin: without it, MCM cannot even bring the change to its end. */
export function commandsLost(
  before: Policy,
  after: Policy,
  { control }: { readonly control?: string | undefined },
): readonly string[] {
  if (control === undefined) return [];
  const loses = losses(before, after);
  const client = clientOf(CLIENT_IDS.control, control);
  const name = `MCM's account for commands, ${control},`;
  if (loses(client, 'login')) return [`${name} may no longer log in.`];
  const answers = `${COMMANDS}/response`;
  return [
    ...(loses(client, 'publish', COMMANDS) ? [`${name} may no longer send commands.`] : []),
    ...(loses(client, 'subscribe', answers) || loses(client, 'receive', answers)
      ? [`${name} no longer hears the answers to its commands.`]
      : []),
  ];
}

const losses =
  (before: Policy, after: Policy) =>
  (client: Client, action: TopicAction | 'login', topic = ''): boolean =>
    explain(before, { client, action, topic }).allowed &&
    !explain(after, { client, action, topic }).allowed;

const clientOf = (clientId: string, username: string | undefined): Client => ({
  clientId,
  ...(username !== undefined && { username }),
});

function someOf(topics: readonly string[]): string {
  const some = topics.slice(0, MOST_TOLD).join(', ');
  const rest = topics.length - MOST_TOLD;
  return rest > 0 ? `${some} and ${rest} more ${rest === 1 ? 'topic' : 'topics'}` : some;
}
