import { ACL_TYPES, asciiLower } from '#domain/mosquitto';
import type { DynsecAclModel, DynsecModel, DynsecRoleOf, DynsecTexts } from './document.js';
import { flagIn, jsonOf, listOf, memberOf, textIn, wholeIn, type Json } from './dynsec-json.js';
import { ordered, priorityIn, textsOf, USUAL_PRIORITY } from './dynsec-order.js';
import { EditRefused } from './edit.js';

/**
 * The state that the plugin reads in the text of its file, which is as `textOf` makes it of the bytes. Throws
 * {@link EditRefused} where the plugin reads nothing.
 */
export function dynsecModel(text: string): DynsecModel {
  const json = jsonOf(text);
  if (json === undefined) {
    throw new EditRefused('invalid', 'This is no state of the dynamic-security plugin: no JSON.');
  }
  const anonymousGroup = textIn(json, 'anonymousgroup');
  const defaults = memberOf(json, 'defaultaclaccess');
  return ordered({
    clients: listOf(json, 'clients').flatMap(clientOf),
    groups: listOf(json, 'groups').flatMap(groupOf),
    roles: listOf(json, 'roles').flatMap(roleOf),
    ...(anonymousGroup === undefined ? {} : { anonymousGroup }),
    defaultACLAccess: {
      publishClientSend: flagIn(defaults, 'publishclientsend', false),
      publishClientReceive: flagIn(defaults, 'publishclientreceive', false),
      subscribe: flagIn(defaults, 'subscribe', false),
      unsubscribe: flagIn(defaults, 'unsubscribe', false),
    },
  });
}

/** One client, or none where the plugin passes it over. */
export function clientOf(json: Json): DynsecModel['clients'] {
  const username = textIn(json, 'username');
  if (username === undefined) return [];
  const clientid = textIn(json, 'clientid');
  return [
    {
      username,
      ...(clientid === undefined ? {} : { clientid }),
      ...textsIn(json),
      disabled: flagIn(json, 'disabled', false),
      roles: usesIn(json),
    },
  ];
}

export function groupOf(json: Json): DynsecModel['groups'] {
  const groupname = textIn(json, 'groupname');
  if (groupname === undefined) return [];
  const clients = listOf(json, 'clients').flatMap((item) => {
    const username = textIn(item, 'username');
    return username === undefined ? [] : [{ username, ...priorityOfUse(item) }];
  });
  return [{ groupname, ...textsIn(json), roles: usesIn(json), clients }];
}

export function roleOf(json: Json): DynsecModel['roles'] {
  const rolename = textIn(json, 'rolename');
  if (rolename === undefined) return [];
  const allowwildcardsubs = flagIn(json, 'allowwildcardsubs', true);
  const acls = listOf(json, 'acls').flatMap(aclOf);
  return [{ rolename, ...textsIn(json), allowwildcardsubs, acls }];
}

const TYPES = new Map(ACL_TYPES.map((type) => [asciiLower(type), type]));

function aclOf(json: Json): readonly DynsecAclModel[] {
  const acltype = TYPES.get(asciiLower(textIn(json, 'acltype') ?? ''));
  const topic = textIn(json, 'topic');
  if (acltype === undefined || topic === undefined) return [];
  const [priority, allow] = [wholeIn(json, 'priority', 0), flagIn(json, 'allow', false)];
  return [{ acltype, topic, priority, allow }];
}

function usesIn(json: Json): readonly DynsecRoleOf[] {
  return listOf(json, 'roles').flatMap((item) => {
    const rolename = textIn(item, 'rolename');
    return rolename === undefined ? [] : [{ rolename, ...priorityOfUse(item) }];
  });
}

export function priorityOfUse(json: Json): { readonly priority?: number } {
  return priorityIn(wholeIn(json, 'priority', USUAL_PRIORITY));
}

function textsIn(json: Json): DynsecTexts {
  return textsOf({
    textname: textIn(json, 'textname'),
    textdescription: textIn(json, 'textdescription'),
  });
}

/** A password as the plugin's file has it, in base64. */
export interface StatePassword {
  readonly password: string;
  readonly salt: string;
  readonly iterations: number;
}

/** What `#domain/mosquitto` takes for a good password that was taken out. */
const TAKEN_OUT: StatePassword = { password: '…', salt: '…', iterations: 1 };

/**
 * The state as a text that `parseDynsecState` and {@link dynsecModel} read as the same. The plugin tells nobody its
 * passwords: every client counts as one that has a password.
 */
export function dynsecStateText(model: DynsecModel): string {
  return shadowState(model, TAKEN_OUT);
}

/** The state for a broker on which its questions are tried out, where everybody has this one password. */
export function shadowState(
  { defaultACLAccess, clients, groups, roles, anonymousGroup }: DynsecModel,
  { password, salt, iterations }: StatePassword,
): string {
  const state = {
    defaultACLAccess,
    clients: clients.map((client) => ({ ...client, password, salt, iterations })),
    ...{ groups, roles },
    ...(anonymousGroup === undefined ? {} : { anonymousGroup }),
  };
  return `${wireJson(state, 1)}\n`;
}

/**
 * JSON in which bytes that are no UTF-8 stand as `textOf` has them: `JSON.stringify` would escape them, and the plugin
 * refuses escapes that are half a character.
 */
export function wireJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replaceAll(
    /\\\\|\\u(d[89a-f][0-9a-f]{2})/g,
    (escape, code: string | undefined) =>
      code === undefined ? escape : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
