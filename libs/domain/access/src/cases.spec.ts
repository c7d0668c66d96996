import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  BROKER_LINES,
  brokerVersion,
  parseAclFile,
  parseDynsecState,
  type BrokerLine,
} from '#domain/mosquitto';
import { explain } from './explain.js';
import type { Action, Policy } from './policy.js';

type Answer = 'allow' | 'deny' | 'accept' | 'reject' | 'disconnected';

interface Case {
  readonly id: string;
  readonly note: string;
  readonly user: string | null;
  readonly clientid: string;
  readonly action: 'write' | 'read' | 'subscribe' | 'unsubscribe' | 'load';
  readonly topic: string;
  readonly expected: Readonly<Record<BrokerLine, Answer>>;
}

interface AclCase extends Case {
  readonly rules: string | null;
}

interface DynsecCase extends Case {
  readonly name: string;
  readonly config: object;
}

const ACTIONS: Readonly<Record<Exclude<Case['action'], 'load'>, Action>> = {
  write: 'publish',
  read: 'receive',
  subscribe: 'subscribe',
  unsubscribe: 'unsubscribe',
};

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8'));
}

function versionOf(line: BrokerLine) {
  const version = brokerVersion(line);
  if (version === undefined) throw new Error(`No broker ${line}.`);
  return version;
}

function answer(policy: Policy, { user, clientid, action, topic }: Case): Answer {
  if (action === 'load') {
    const refused = policy.aclFile?.problems.some(({ effect }) => effect === 'refuses');
    return refused === true ? 'reject' : 'accept';
  }
  const client = user === null ? { clientId: clientid } : { username: user, clientId: clientid };
  const { allowed, because } = explain(policy, { client, action: ACTIONS[action], topic });
  if (because.kind === 'broker' && because.rule === 'malformed-topic') return 'disconnected';
  return allowed ? 'allow' : 'deny';
}

describe.each(BROKER_LINES)('what Mosquitto %s answered', (line) => {
  const broker = versionOf(line);

  it.each(fixture('acl-cases.json') as readonly AclCase[])('$id $note', (asked) => {
    const { rules } = asked;
    const aclFile = rules === null ? undefined : parseAclFile(new TextEncoder().encode(rules));
    const policy = { broker, allowAnonymous: true, ...(aclFile && { aclFile }) };
    expect(answer(policy, asked)).toBe(asked.expected[line]);
  });

  it.each(fixture('dynsec-cases.json') as readonly DynsecCase[])('$id $name', (asked) => {
    const dynsec = parseDynsecState(new TextEncoder().encode(JSON.stringify(asked.config)));
    expect(answer({ broker, allowAnonymous: true, dynsec }, asked)).toBe(asked.expected[line]);
  });
});
