import { pbkdf2Sync } from 'node:crypto';
import fc from 'fast-check';
import { ACL_TYPES, bytesOf, type AclType } from '#domain/mosquitto';
import { aclLines, SENDER } from './acl-arbitraries.js';
import type { Client } from '../src/policy.js';
import {
  anyClient,
  BROKERS_VERSION,
  clients,
  filters,
  oneIn,
  questionOf,
  questions,
  username,
  writtenFilter,
  type QuestionTemplate,
  type TopicQuestion,
} from './topic-arbitraries.js';

/** A random state of the plugin, as JSON, and what is asked about it. */
export interface DynsecCase {
  readonly state: DynsecJson;
  /** Whether the names of its members are in capitals: the plugin does not mind. */
  readonly upperCase: boolean;
  /** Lines of an acl_file beside it, to which the plugin leaves what it does not grant. */
  readonly aclLines: readonly string[] | undefined;
  /** Who is in a password_file beside it. Without an acl_file there is none either. */
  readonly passwordUsers: readonly string[];
  readonly clients: readonly Client[];
  readonly questions: readonly QuestionTemplate[];
}

export interface DynsecJson {
  readonly clients: readonly ClientJson[];
  readonly groups: readonly object[];
  readonly roles: readonly RoleJson[];
}

export interface RoleJson {
  readonly rolename: string;
  readonly acls: readonly { readonly topic: string }[];
}

interface ClientJson {
  readonly username: string;
  readonly withPassword: boolean;
}

const COMMANDS = '$CONTROL/dynamic-security/v1';
const roleName = fc.constantFrom('r1', 'r1', 'r2', 'r2', 'R1', 'ü');
const groupName = fc.constantFrom('g1', 'g1', 'g2', 'G1');
const some = <T>(one: fc.Arbitrary<T>, maxLength: number) =>
  fc.array(one, { maxLength, size: 'max' });

/** Of numbers the plugin takes the whole part, as 32 bits, and subtracts them to compare. */
const priority = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(-1, 0, 1, 1, 2, -2, undefined, undefined) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown[]>(1.9, 200_000, 2_147_483_647, -3_000_000_000, '5'),
  },
);

/** Loaded as they are: the plugin looks at what a command says, not at its file. */
const faultyFilter = fc.constantFrom(
  ...['a+', '+a', 'a#', '#a', 'a/#/b', '#/a', 'a/+b', '+/a#', 'a+/#', 'a/b+', '##', '++', ''],
);
const acl = fc.constantFrom<AclType>(...ACL_TYPES).chain((type) => {
  const own = type.endsWith('Literal') ? writtenFilter : filters(1);
  const topic = fc.oneof(
    { weight: 8, arbitrary: own },
    { weight: 1, arbitrary: filters(1) },
    { weight: 1, arbitrary: faultyFilter },
    { weight: 1, arbitrary: fc.constant('$CONTROL/#') },
  );
  return fc.record({
    acltype: fc.constantFrom(type, type, type, type.toUpperCase(), type.toLowerCase()),
    topic,
    priority,
    allow: fc.constantFrom(true, true, true, true, false, false, false, 'true', undefined),
  });
});

const role = fc.record({
  rolename: roleName,
  allowwildcardsubs: oneIn(2, fc.boolean()),
  acls: some(acl, 36),
});

const roleUses = some(
  fc.record({
    rolename: fc.oneof(
      { weight: 12, arbitrary: roleName },
      { weight: 1, arbitrary: fc.constant('unknown') },
    ),
    priority,
  }),
  4,
);

/** A client of the plugin; one in so many is disabled, and as many may come with one client id only. */
const clientLocked = (times: number) =>
  fc.record({
    username,
    disabled: oneIn(times, fc.boolean()),
    clientid: oneIn(times, fc.constantFrom('c1', 'a', '')),
    withPassword: fc.nat(9).map((chance) => chance > 0),
    roles: roleUses,
  });
const group = fc.record({
  groupname: groupName,
  roles: roleUses,
  clients: some(fc.record({ username, priority }), 4),
});

const allow = fc.constantFrom(true, false, undefined);
const state = (client: ReturnType<typeof clientLocked>) =>
  fc.record({
    defaultACLAccess: fc.record({
      publishClientSend: allow,
      publishClientReceive: allow,
      subscribe: allow,
      unsubscribe: allow,
    }),
    anonymousGroup: fc.constantFrom('g1', 'g1', 'g2', 'unknown', undefined),
    clients: some(client, 6),
    groups: some(group, 4),
    roles: some(role, 6),
  });

/** The plugin's default lets nobody hear this. */
const controlQuestion = fc.record({
  who: fc.nat(3),
  action: fc.constant('receive' as const),
  topic: fc.constant(`${COMMANDS}/response`),
});
const dynsecQuestions = fc.oneof(
  { weight: 25, arbitrary: questions() },
  { weight: 1, arbitrary: controlQuestion },
);

const passwordUsers = fc.uniqueArray(
  username.map((name) => name.trim()),
  { maxLength: 4 },
);

export function dynsecCases(asked: number): fc.Arbitrary<DynsecCase> {
  return fc.noBias(
    fc.record({
      state: state(clientLocked(8)),
      upperCase: fc.nat(7).map((chance) => chance === 0),
      aclLines: oneIn(2, aclLines),
      passwordUsers,
      clients,
      questions: fc.array(dynsecQuestions, { minLength: 1, maxLength: asked, size: 'max' }),
    }),
  );
}

/** By what a broker lets clients in, and who comes. */
export interface LoginCase {
  readonly allowAnonymous: boolean;
  readonly passwordUsers: readonly string[] | undefined;
  readonly state: DynsecJson | undefined;
  readonly clients: readonly Client[];
}

export const loginCases: fc.Arbitrary<LoginCase> = fc.noBias(
  fc.record({
    allowAnonymous: fc.boolean(),
    passwordUsers: oneIn(2, passwordUsers),
    state: oneIn(2, state(clientLocked(2))),
    clients: some(anyClient, 40),
  }),
);

export const NO_STATE: Pick<DynsecCase, 'state' | 'upperCase'> = {
  state: { clients: [], groups: [], roles: [] },
  upperCase: false,
};

/** What clients are subscribed to before they ask: all that they can ask about. */
export const SUBSCRIPTIONS = ['#', '$dev/#', '$/#', '$SYS/#', '$CONTROL/#'];

/** What a client cannot ask by listening, it asks by publishing. */
export function dynsecQuestionOf(
  asked: readonly Client[],
  template: QuestionTemplate,
): TopicQuestion {
  const question = questionOf(asked, template);
  const { client, action, topic } = question;
  if (action !== 'receive') return question;
  const isHeard =
    topic !== BROKERS_VERSION &&
    client.clientId !== '' &&
    /^([^$]|\$(dev|SYS|CONTROL)?(\/|$))/.test(topic);
  return isHeard ? question : { ...question, action: 'publish' };
}

export const PASSWORD = 'secret';
const SALT = Buffer.from('twelve bytes');
const HASH = pbkdf2Sync(PASSWORD, SALT, 1, 64, 'sha512').toString('base64');

/** The state as the file that the plugin reads, with a client that may publish to these topics. */
export function stateBytes(
  { state, upperCase }: Pick<DynsecCase, 'state' | 'upperCase'>,
  topics: readonly string[],
): Uint8Array {
  const secret = { password: HASH, salt: SALT.toString('base64'), iterations: 1 };
  const acls = ['#', COMMANDS, ...new Set(topics)].map((topic) => {
    return { acltype: 'publishClientSend', topic, allow: true };
  });
  const sender = { username: SENDER, ...secret, roles: [{ rolename: SENDER }] };
  const whole = {
    ...state,
    clients: [
      ...state.clients.map(({ withPassword, ...rest }) =>
        withPassword ? { ...rest, ...secret } : rest,
      ),
      sender,
    ],
    roles: [...state.roles, { rolename: SENDER, acls }],
  };
  const text = JSON.stringify(whole, null, 1);
  return bytesOf(upperCase ? text.replace(/"\w+":/g, (key) => key.toUpperCase()) : text);
}

export function passwordBytes(users: readonly string[]): Uint8Array {
  const secret = `$7$1$${SALT.toString('base64')}$${HASH}`;
  return bytesOf(users.map((name) => `${name}:${secret}\n`).join(''));
}
