import type { DynsecModel, DynsecRoleModel } from '#domain/change';

const entries = (
  topic: string,
  acltypes: readonly string[] = ['publishClientSend', 'publishClientReceive', 'subscribePattern'],
): DynsecRoleModel['acls'] =>
  acltypes.map((acltype) => ({ acltype, topic, priority: 0, allow: true }));

/** Who may do what, as an acl_file. */
export const plantAcl = `# The plant.
user sender
topic readwrite #

user ann
topic write a/#
topic read b/#

user bob
topic read a/#
`;

/** The same for the plugin, and who may command it. */
export const plantModel: DynsecModel = {
  clients: [
    { username: 'admin', roles: [{ rolename: 'admin' }] },
    { username: 'ann', roles: [{ rolename: 'ann' }] },
    { username: 'bob', roles: [{ rolename: 'bob' }] },
    { username: 'sender', roles: [{ rolename: 'all' }] },
    { username: 'stranger', roles: [] },
  ],
  groups: [],
  roles: [
    { rolename: 'admin', acls: entries('$CONTROL/dynamic-security/#') },
    { rolename: 'all', acls: entries('#') },
    {
      rolename: 'ann',
      acls: [...entries('a/#', ['publishClientSend']), ...entries('b/#', ['subscribePattern'])],
    },
    { rolename: 'bob', acls: entries('a/#', ['subscribePattern']) },
  ],
  defaultACLAccess: {
    ...{ publishClientSend: false, publishClientReceive: true },
    ...{ subscribe: false, unsubscribe: true },
  },
};
