import { expect, it } from '@jest/globals';
import type { Policy } from '#domain/access';
import {
  brokerVersion,
  bytesOf,
  parseAclFile,
  parseDynsecState,
  type BrokerVersion,
} from '#domain/mosquitto';
import { commandsLost, lockout } from './lockout.js';

const broker = brokerVersion('2.0.11') as BrokerVersion;
const files = (acl: string): Policy => ({
  ...{ broker, allowAnonymous: true, aclFile: parseAclFile(bytesOf(acl)) },
});

const PASSWORD = {
  ...{ password: Buffer.alloc(64).toString('base64'), salt: Buffer.alloc(12).toString('base64') },
  iterations: 101,
};

/** Of a plugin that ties everybody to a client id, or to none. */
function plugin(clientid?: string): Policy {
  const acl = (acltype: string, topic: string) => ({ acltype, topic, allow: true });
  const topics = ['#', '$SYS/#', '$CONTROL/#'];
  const acls = topics.flatMap((topic) =>
    ['publishClientSend', 'publishClientReceive', 'subscribePattern'].map((type) =>
      acl(type, topic),
    ),
  );
  const clients = ['mcm', 'admin'].map((username) => ({
    ...{ username, roles: [{ rolename: 'all' }], ...PASSWORD, ...(clientid && { clientid }) },
  }));
  const state = { clients, roles: [{ rolename: 'all', acls }] };
  return {
    ...{ broker, allowAnonymous: false },
    dynsec: parseDynsecState(bytesOf(JSON.stringify(state))),
  };
}

it.each(['mcm-observer', 'mcm-system'])(
  'no rule with %%c gives MCM what is for a client called %s',
  (name) => {
    const all = 'topic read #\ntopic read $SYS/#\n';
    const before = files(all);
    const after = files('topic read $SYS/#\npattern read %c/#\n');
    const topics = [`${name}/a`];
    expect(lockout(before, after, {}, topics)).toEqual([
      `An anonymous client, as MCM is one, no longer receives ${name}/a.`,
    ]);
    expect(lockout(before, files(`${all}pattern deny %c/#\n`), {}, topics)).toEqual([]);
  },
);

it.each(['mcm-observer', 'mcm-system', 'mcm-control'])(
  'an account that the plugin ties to the client id %s is lost to MCM, which has others',
  (clientid) => {
    const own = { observer: 'mcm', control: 'admin' };
    expect(lockout(plugin(), plugin(clientid), own, [])).toEqual([
      "MCM's account mcm may no longer log in.",
    ]);
    expect(commandsLost(plugin(), plugin(clientid), own)).toEqual([
      "MCM's account for commands, admin, may no longer log in.",
    ]);
    expect(lockout(plugin(), plugin(), own, ['a'])).toEqual([]);
  },
);
