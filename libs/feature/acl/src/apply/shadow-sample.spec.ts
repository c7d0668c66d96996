import { describe, expect, it } from '@jest/globals';
import type { Policy } from '#domain/access';
import {
  brokerVersion,
  bytesOf,
  parseAclFile,
  parseDynsecState,
  type BrokerVersion,
} from '#domain/mosquitto';
import { everybody } from '../impact-assessment.js';
import { shadowSample } from './shadow-sample.js';

const VERSION = brokerVersion('2.0.11') as BrokerVersion;
const USERS = 300;

/** Three rules for each user, where one user may publish to a topic. */
function files(topic: string): Policy {
  const lines = Array.from({ length: USERS }, (_, at) => [
    ...[`user u${at}`, `topic read a/${at}/#`, `topic read b/${at}/#`],
    `topic write ${at === 270 ? topic : `c/${at}/#`}`,
  ]).flat();
  return {
    ...{ broker: VERSION, allowAnonymous: false },
    aclFile: parseAclFile(bytesOf(lines.join('\n'))),
  };
}

/** The same for the plugin. */
function plugin(topic: string): Policy {
  const acl = (acltype: string, filter: string) => ({ acltype, topic: filter, allow: true });
  const roles = Array.from({ length: USERS }, (_, at) => ({
    rolename: `u${at}`,
    acls: [
      ...[acl('subscribePattern', `a/${at}/#`), acl('subscribePattern', `b/${at}/#`)],
      acl('publishClientSend', at === 270 ? topic : `c/${at}/#`),
    ],
  }));
  const clients = roles.map(({ rolename }) => ({
    ...{ username: rolename, roles: [{ rolename }] },
  }));
  return {
    ...{ broker: VERSION, allowAnonymous: false },
    dynsec: parseDynsecState(bytesOf(JSON.stringify({ clients, roles }))),
  };
}

const sample = (before: Policy, after: Policy) =>
  shadowSample(before, after, everybody(before, after), ['observed/topic']);

describe('what a shadow broker is asked', () => {
  it.each([
    ['files', files],
    ['plugin', plugin],
  ])('is about the one rule that changes among many: %s', (_, policy) => {
    const asked = sample(policy('old/topic'), policy('new/topic'));
    const ofUser = asked.filter(({ client }) => client.username === 'u270');
    expect(ofUser).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'publish', topic: 'new/topic' }),
        expect.objectContaining({ action: 'publish', topic: 'old/topic' }),
      ]),
    );
    expect(asked.length).toBeLessThanOrEqual(60);
  });

  it('is the same every time', () => {
    const [before, after] = [files('old/topic'), files('new/topic')];
    expect(sample(before, after)).toEqual(sample(before, after));
  });

  it('is about some of all when nothing changes', () => {
    const policy = files('same');
    const actions = sample(policy, policy).map(({ action }) => action);
    expect(new Set(actions)).toEqual(new Set(['publish', 'receive']));
  });
});
