/** In what the versions of Mosquitto differ for those who run it by MCM, as measured on 2.0.11, 2.0.22 and 2.1.2. */
interface Difference {
  /** From this version on the broker can. */
  readonly since: string;
  /** From the first up to the second version it cannot. Of those that are in neither, nobody knows. */
  readonly lacks: readonly [from: string, to: string];
  /** What it can or cannot do, as it goes on behind either word. */
  readonly to: string;
}

const ANY_2_0 = ['2.0.0', '2.0.999'] as const;
const UP_TO_2_0_11 = ['2.0.0', '2.0.11'] as const;

const DIFFERENCES = {
  'stops-without-rules': {
    ...{ since: '2.1.0', lacks: ANY_2_0 },
    to: 'stop, rather than let everybody do everything, when the acl_file is bad at a reload',
  },
  'keeps-listener-limits': {
    ...{ since: '2.1.0', lacks: ANY_2_0 },
    to: 'keep max_connections, max_qos and max_topic_alias at a reload',
  },
  'keeps-queues': {
    ...{ since: '2.1.0', lacks: ['2.0.22', '2.0.22'] },
    to: 'keep what is queued for sessions that are offline at a reload with per_listener_settings true',
  },
  'reloads-at-once': {
    ...{ since: '2.1.0', lacks: ANY_2_0 },
    to: 'reload the rules of thousands of users without standing still for seconds',
  },
  'names-refused-clients': {
    ...{ since: '2.0.22', lacks: UP_TO_2_0_11 },
    to: 'log the client id of a log-in that it refuses',
  },
  'names-refused-addresses': {
    ...{ since: '2.1.0', lacks: ANY_2_0 },
    to: 'log the address of a log-in that it refuses',
  },
  'lists-connections': {
    ...{ since: '2.1.0', lacks: ANY_2_0 },
    to: 'list the connections of a user of dynamic-security',
  },
  'reads-long-salts': {
    ...{ since: '2.1.0', lacks: ANY_2_0 },
    to: 'check passwords that the tools of 2.1 have hashed',
  },
  'binds-websockets': {
    ...{ since: '2.1.0', lacks: ANY_2_0 },
    to: 'bind a listener for WebSocket to one address',
  },
  'warns-of-rights': {
    ...{ since: '2.0.22', lacks: UP_TO_2_0_11 },
    to: 'warn of files that belong to others or that everybody may read',
  },
  'follows-links': {
    ...{ since: '2.0.0', lacks: ['2.1.0', '999.0.0'] },
    to: 'open files of rules and passwords through a link',
  },
} as const satisfies Readonly<Record<string, Difference>>;

export type BrokerCapability = keyof typeof DIFFERENCES;

/** What a broker can and what it cannot do, as phrases that go on behind the word. */
export interface BrokerCapabilities {
  readonly can: readonly string[];
  readonly cannot: readonly string[];
}

/**
 * @param version as the broker says it: `2.0.22`, also with words around it; without the last number, the first of its
 * line is meant
 */
export function brokerCapabilities(version: string): BrokerCapabilities {
  const at = rank(version);
  const all: readonly Difference[] = Object.values(DIFFERENCES);
  return {
    can: all.filter((one) => at !== undefined && can(one, at)).map(({ to }) => to),
    cannot: all.filter((one) => at !== undefined && lacks(one, at)).map(({ to }) => to),
  };
}

/** Whether it is certain that the broker can. */
export function isCapable(version: string, capability: BrokerCapability): boolean {
  const at = rank(version);
  return at !== undefined && can(DIFFERENCES[capability], at);
}

/** Whether it is certain that the broker cannot. */
export function isIncapable(version: string, capability: BrokerCapability): boolean {
  const at = rank(version);
  return at !== undefined && lacks(DIFFERENCES[capability], at);
}

const can = (difference: Difference, at: number): boolean =>
  at >= (rank(difference.since) ?? Infinity) && !lacks(difference, at);

function lacks({ lacks: [from, to] }: Difference, at: number): boolean {
  return at >= (rank(from) ?? Infinity) && at <= (rank(to) ?? -Infinity);
}

const STEP = 10_000;

/** A number that grows from version to version; nothing where there is none, or one before 2.0. */
function rank(version: string): number | undefined {
  const [, major, minor, patch = 0] = /(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?/.exec(version) ?? [];
  if (major === undefined || Number(major) < 2) return undefined;
  return (Number(major) * STEP + Number(minor)) * STEP + Number(patch);
}
