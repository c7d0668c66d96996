import { bytesOf, SecretBytes } from '#domain/mosquitto';
import type { DynsecDocument, DynsecModel } from '../src/document.js';
import { dynsecEdited } from '../src/dynsec-edited.js';
import { dynsecRules, dynsecUsers } from '../src/dynsec-view.js';
import { ordered } from '../src/dynsec-order.js';
import { EditRefused, type Edit } from '../src/edit.js';
import type { RulePrincipal, RuleSpec } from '../src/view.js';

export const secret = (text: string) => new SecretBytes(bytesOf(text));

const DEFAULTS: DynsecModel['defaultACLAccess'] = {
  ...{ publishClientSend: false, publishClientReceive: true },
  ...{ subscribe: false, unsubscribe: true },
};

/** An entry in short: `+ publishClientSend a/# 5` allows, `-` denies. */
function aclOf(text: string): DynsecModel['roles'][number]['acls'][number] {
  const [sign, acltype = '', topic = '', priority = '0'] = text.split(' ');
  return { acltype, topic, priority: Number(priority), allow: sign === '+' };
}

interface Short {
  /** Names of roles, with priorities behind a colon; a username that begins with `!` is disabled. */
  readonly clients?: Readonly<Record<string, readonly string[]>>;
  readonly groups?: Readonly<
    Record<string, { readonly roles?: readonly string[]; readonly members?: readonly string[] }>
  >;
  readonly roles?: Readonly<Record<string, readonly string[]>>;
  readonly anonymousGroup?: string;
}

/** A state of the plugin in few words. */
export function state({ clients = {}, groups = {}, roles = {}, ...rest }: Short): DynsecModel {
  return ordered({
    ...rest,
    clients: Object.entries(clients).map(([name, own]) => ({
      username: name.replace(/^!/, ''),
      ...(name.startsWith('!') ? { disabled: true } : {}),
      roles: own.map((text) => use(text, 'rolename')),
    })),
    groups: Object.entries(groups).map(([groupname, { roles: own = [], members = [] }]) => ({
      groupname,
      roles: own.map((text) => use(text, 'rolename')),
      clients: members.map((text) => use(text, 'username')),
    })),
    roles: Object.entries(roles).map(([rolename, acls]) => ({ rolename, acls: acls.map(aclOf) })),
    defaultACLAccess: DEFAULTS,
  });
}

function use<Name extends string>(text: string, member: Name) {
  const [name = '', priority] = text.split(':');
  const named = { [member]: name } as Record<Name, string>;
  return priority === undefined ? named : { ...named, priority: Number(priority) };
}

export const documentOf = (model: DynsecModel): DynsecDocument => ({
  ...{ backend: 'dynamic-security', state: model, newPasswords: [] },
});

export const after = (document: DynsecDocument, ...edits: readonly Edit[]): DynsecDocument =>
  edits.reduce(dynsecEdited, document);

/** Why the edit is refused, as `fault pointer: message`. */
export function refusal(document: DynsecDocument, edit: Edit): string {
  try {
    dynsecEdited(document, edit);
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error;
    return `${error.fault} ${error.pointer}: ${error.message}`;
  }
  return 'not refused';
}

const READ = ['publishClientReceive', 'subscribePattern', 'unsubscribePattern'];
const reading = (topic: string) => READ.map((type) => `+ ${type} ${topic}`);

export const PLANT = documentOf(
  state({
    clients: { ann: ['sensors', 'user/ann:0'], bob: ['sensors:3'], '!old': [] },
    groups: { ops: { roles: ['readers'], members: ['bob:2'] } },
    roles: {
      sensors: ['+ publishClientSend line/#'],
      readers: reading('line/#'),
      'user/ann': reading('ann/#'),
    },
  }),
);

type CreateUser = Extract<Edit, { readonly kind: 'create-user' }>;
export const create = (username: string, more: Partial<CreateUser> = {}): CreateUser => ({
  kind: 'create-user',
  ...{ username, credential: secret('pw'), roles: [], disabled: false },
  ...more,
});
export const to = (type: RulePrincipal['type'], name = ''): RulePrincipal =>
  type === 'user' || type === 'role' ? { type, name } : { type };
export const rule = (
  principal: RulePrincipal,
  permission: RuleSpec['permission'],
  topicFilter: string,
) => ({ kind: 'create-rule', rule: { principal, permission, topicFilter } }) as const;
export const users = (document: typeof PLANT) =>
  dynsecUsers(document).map(({ username }) => username);
export const clientOf = ({ state: { clients } }: typeof PLANT, name: string) =>
  clients.find(({ username }) => username === name);
export const aclsOf = ({ state: { roles } }: typeof PLANT, name: string) =>
  roles
    .find(({ rolename }) => rolename === name)
    ?.acls.map(
      ({ acltype, topic, priority, allow }) =>
        `${allow ? '+' : '-'} ${acltype} ${topic} ${priority}`,
    );
export const rules = (document: typeof PLANT) =>
  dynsecRules(document).map(({ principal, permission, topicFilter }) =>
    [principal.type, 'name' in principal ? principal.name : '', permission, topicFilter].join(' '),
  );
export const keyOf = (document: typeof PLANT, topicFilter: string) =>
  dynsecRules(document).find((one) => one.topicFilter === topicFilter)!.key;
