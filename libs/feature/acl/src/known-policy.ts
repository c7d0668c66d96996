import { createHash } from 'node:crypto';
import {
  compareBytes,
  textOf,
  type BrokerLine,
  type ConfProblem,
  type DynsecState,
  type PasswordFile,
} from '#domain/mosquitto';
import type { FoundListener } from '#link/host';

/** What can differ between two policies. */
export const POLICY_PARTS = [
  'aclFile',
  'passwordFile',
  'dynsec',
  'allowAnonymous',
  'listener',
] as const;
export type PolicyPart = (typeof POLICY_PARTS)[number];

export interface KnownFile {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

export interface KnownText extends KnownFile {
  /** As `textOf` makes it of the bytes. */
  readonly text: string;
}

/** Who can log in by a password_file, and what is wrong with it. */
export type KnownNames = Pick<PasswordFile, 'users' | 'problems'>;

export interface KnownUsers extends KnownFile {
  /** Versions of the broker take different passwords, and so different users. */
  readonly readBy: Readonly<Record<BrokerLine, KnownNames>>;
}

/** The broker's configuration, from which the rest was taken. */
export interface KnownConfig extends KnownFile {
  readonly problems: readonly ConfProblem[];
}

/** Everything by which the broker decides, as MCM keeps it: no password, no salt, no hash. Can be JSON. */
export interface KnownPolicy {
  readonly allowAnonymous: boolean;
  readonly configFile?: KnownConfig;
  /** Whose settings count, where the broker's configuration is known. */
  readonly listener?: FoundListener;
  readonly aclFile?: KnownText;
  readonly passwordFile?: KnownUsers;
  /** The state of the plugin, without its secrets. */
  readonly dynsec?: KnownText;
}

/** SHA-256 of each part, in hexadecimal; the same for policies that decide the same. */
export type PartDigests = Readonly<Record<PolicyPart, string>>;

/** Of two policies, the parts that differ; of one alone, those that it has. */
export function changedParts(
  before: Partial<PartDigests> | undefined,
  after: PartDigests,
): readonly PolicyPart[] {
  const other = before ?? NOTHING;
  return POLICY_PARTS.filter((part) => other[part] !== after[part]);
}

/**
 * Where files lie and when they changed decides nothing; nor does where in the state an entry stands.
 * @param passwords the bytes of the password_file, of which only the digest is kept
 */
export function partDigests(
  { allowAnonymous, listener, aclFile }: KnownPolicy,
  dynsec: DynsecState | undefined,
  passwords: Uint8Array | undefined,
): PartDigests {
  const place = listener && [listener.port, listener.address, listener.otherPlugins];
  return {
    aclFile: digest(aclFile?.text),
    passwordFile: digest(passwords && textOf(passwords)),
    dynsec: dynsec ? stateDigest(dynsec) : '',
    allowAnonymous: digest(String(allowAnonymous)),
    listener: digest(place && JSON.stringify(place)),
  };
}

const stateDigests = new WeakMap<DynsecState, string>();

function stateDigest(state: DynsecState): string {
  const known = stateDigests.get(state) ?? digest(withoutLines(state));
  stateDigests.set(state, known);
  return known;
}

/** In the order of the names, since the plugin keeps no order of its own; within a role, the order may decide. */
function withoutLines(state: DynsecState): string {
  const { clients, groups, roles, defaults, anonymousGroup, unreadable } = state;
  const deciding = {
    clients: inOrder(clients, ({ username }) => username),
    groups: inOrder(groups, ({ name }) => name),
    roles: inOrder(roles, ({ name }) => name),
    ...{ defaults, anonymousGroup, empty: !!unreadable },
  };
  return JSON.stringify(deciding, (key, value: unknown) => (key === 'line' ? undefined : value));
}

function inOrder<Entry>(entries: readonly Entry[], nameOf: (entry: Entry) => string): Entry[] {
  return entries.toSorted((one, other) => compareBytes(nameOf(one), nameOf(other)));
}

/** Nothing and the empty text are not the same. A lone surrogate has its own code, which UTF-8 has none for. */
function digest(text: string | undefined): string {
  if (text === undefined) return '';
  return createHash('sha256').update(text, 'utf16le').digest('hex');
}

const NOTHING: PartDigests = {
  aclFile: '',
  passwordFile: '',
  dynsec: '',
  allowAnonymous: '',
  listener: '',
};
