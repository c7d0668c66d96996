import type { Policy, Client, TopicAction } from './policy.js';
import { aclFileTests } from './acl-file-tests.js';
import type { DecisionList, Test } from './decision-list.js';
import { dynsecTests, type Without } from './dynsec-tests.js';
import type { BrokerRule } from './ruling.js';

/**
 * Everything the broker goes through for a client and an action, in its order: what it has of its own, the
 * dynamic-security plugin, the acl_file. Topics and names must be such as can be sent.
 */
export function decisionList(
  policy: Policy,
  client: Client,
  action: TopicAction,
  without?: Without,
): DecisionList {
  const { aclFile, dynsec, broker } = policy;
  const person = named(client);
  const plugin = dynsec ? dynsecTests(dynsec, { client: person, action, broker, without }) : [];
  const first = [...guards(action), ...plugin];
  if (aclFile === undefined) {
    return [...first, dynsec === undefined ? last('no-rules', 'allow') : unlessAllowed(plugin)];
  }
  if (action === 'subscribe' || action === 'unsubscribe') {
    return [...first, last('acl-file-allows-subscribing', 'allow')];
  }
  return [
    ...first,
    ...aclFileTests(aclFile, person, action, broker),
    last('nothing-allows', 'deny'),
  ];
}

/** An empty username on the wire is none (measured). */
export function named(client: Client): Client {
  return client.username === '' ? { clientId: client.clientId } : client;
}

/** What no rule changes (`security.c`): the broker's own topics, and `$share`, which is none. */
function guards(action: TopicAction): Test[] {
  if (action === 'subscribe' || action === 'unsubscribe') return [];
  const share: Test = {
    by: { kind: 'broker', rule: 'share-is-no-topic' },
    when: { kind: 'begins', prefix: '$share' },
    then: 'deny',
  };
  if (action === 'receive') return [share];
  return [
    {
      by: { kind: 'broker', rule: 'sys-is-the-brokers' },
      when: { kind: 'begins', prefix: '$SYS', except: '$SYS/broker/connection/+/state' },
      then: 'deny',
    },
    share,
  ];
}

/**
 * Where the plugin is alone, what it leaves to others is denied: by its default, if that says so, or
 * because it does not know the client. */
function unlessAllowed(tests: readonly Test[]): Test {
  const by = tests.at(-1)?.by;
  const isLast = (by?.kind === 'dynsec-default' && !by.allow) || by?.kind === 'broker';
  return isLast ? { by, when: { kind: 'always' }, then: 'deny' } : last('nothing-allows', 'deny');
}

function last(rule: BrokerRule, then: 'allow' | 'deny'): Test {
  return { by: { kind: 'broker', rule }, when: { kind: 'always' }, then };
}
