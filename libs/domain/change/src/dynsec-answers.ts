import { textOf } from '#domain/mosquitto';
import type { DynsecModel } from './document.js';
import { flagIn, jsonOf, listOf, memberOf, textIn, wholeIn, type Json } from './dynsec-json.js';
import { clientOf, groupOf, priorityOfUse, roleOf } from './dynsec-model.js';
import { ordered } from './dynsec-order.js';

/** What the plugin answered to one command. */
export interface DynsecAnswer {
  readonly command: string;
  readonly correlationData?: string;
  /** Why it did not do it. */
  readonly error?: string;
  /** What was asked for. */
  readonly data: Json;
}

/** The answers in a message on the plugin's response topic; none in what is no such message. */
export function answersIn(payload: Uint8Array): readonly DynsecAnswer[] {
  return listOf(jsonOf(textOf(payload)), 'responses').map((item) => {
    const correlationData = textIn(item, 'correlationdata');
    const error = textIn(item, 'error');
    return {
      command: textIn(item, 'command') ?? '',
      ...(correlationData === undefined ? {} : { correlationData }),
      ...(error === undefined ? {} : { error }),
      data: memberOf(item, 'data'),
    };
  });
}

export type DynsecList = 'clients' | 'groups' | 'roles';

/** A page of `listClients`, `listGroups` or `listRoles`, and how many there are on all pages. */
export function pageIn(data: Json, list: DynsecList) {
  return { items: listOf(data, list), total: wholeIn(data, 'totalcount', 0) };
}

/** Of an item of such a page. */
export const listedName = (item: Json): string | undefined =>
  textIn(item, 'username') ?? textIn(item, 'groupname') ?? textIn(item, 'rolename');

/** What 2.1 counts its changes with (`getDetails`). */
export const changeIndexIn = (data: Json): number => wholeIn(data, 'changeindex', 0);

/** Whether the client of `getClient` may not log in for now. */
export const disabledIn = (data: Json): boolean =>
  flagIn(memberOf(data, 'client'), 'disabled', false);

/** What the plugin answers when it is asked for everything. */
export interface DynsecAnswers {
  /** The items of `listClients`, `listGroups` and `listRoles` with `verbose`, of all pages. */
  readonly clients: readonly Json[];
  readonly groups: readonly Json[];
  readonly roles: readonly Json[];
  /** The data of `getDefaultACLAccess` and `getAnonymousGroup`. */
  readonly defaults: Json;
  readonly anonymousGroup: Json;
}

/** The state that is told in these answers; 2.0 and 2.1 differ in what they add. */
export function modelFromAnswers(answers: DynsecAnswers): DynsecModel {
  const anonymousGroup = textIn(memberOf(answers.anonymousGroup, 'group'), 'groupname');
  return ordered({
    clients: answers.clients.flatMap(clientOf),
    groups: withPriorities(answers.groups.flatMap(groupOf), answers.clients),
    roles: answers.roles.flatMap(roleOf),
    ...(anonymousGroup === undefined ? {} : { anonymousGroup }),
    defaultACLAccess: defaultsIn(answers.defaults),
  });
}

/** The plugin tells with which priority a client is in a group where it tells of the client. */
function withPriorities(
  groups: DynsecModel['groups'],
  clients: readonly Json[],
): DynsecModel['groups'] {
  const members = new Map<string, { username: string; priority?: number }[]>();
  for (const client of clients) {
    const username = textIn(client, 'username') ?? '';
    for (const use of listOf(client, 'groups')) {
      const groupname = textIn(use, 'groupname') ?? '';
      const group = members.get(groupname) ?? [];
      members.set(groupname, group);
      group.push({ username, ...priorityOfUse(use) });
    }
  }
  return groups.map((group) => ({
    ...group,
    clients: [...(members.get(group.groupname) ?? []), ...group.clients],
  }));
}

function defaultsIn(data: Json): DynsecModel['defaultACLAccess'] {
  const allowed = new Map(
    listOf(data, 'acls').map((acl) => [textIn(acl, 'acltype') ?? '', flagIn(acl, 'allow', false)]),
  );
  return {
    publishClientSend: allowed.get('publishClientSend') ?? false,
    publishClientReceive: allowed.get('publishClientReceive') ?? false,
    subscribe: allowed.get('subscribe') ?? false,
    unsubscribe: allowed.get('unsubscribe') ?? false,
  };
}
