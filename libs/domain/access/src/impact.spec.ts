import { describe, expect, it } from '@jest/globals';
import { leastTime } from '#testing';
import { brokerVersion, bytesOf, parseAclFile } from '#domain/mosquitto';
import { compile } from './compile.js';
import { impact, impactSteps } from './impact.js';
import type { Client, Policy } from './policy.js';
import { rulingText } from './say.js';

function policyOf(lines: readonly string[], rest: Partial<Policy> = {}): Policy {
  const broker = brokerVersion('2.0');
  if (broker === undefined) throw new Error('No broker 2.0.');
  return {
    broker,
    allowAnonymous: true,
    aclFile: parseAclFile(bytesOf(lines.join('\n'))),
    ...rest,
  };
}

const clientOf = (username: string): Client => ({ username, clientId: `${username}-1` });
const numbered = (count: number, name: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => name(i));

describe('the impact of a policy in place of another', () => {
  const before = ['user ann', 'topic read plant/#', 'user bob', 'topic plant/oven/#'];
  const topics = ['plant/oven/t', 'plant/oven/p', 'plant/press', 'hall', '$SYS/broker/uptime'];
  const people = ['ann', 'bob', 'cid'].map(clientOf);

  it('is told by the rules that take the place of others', () => {
    const after = [
      'user ann',
      'topic read plant/#',
      'topic deny plant/oven/#',
      'pattern write hall',
    ];
    const { groups, ...rest } = impact(policyOf(before), policyOf(after), people, topics);
    expect(rest).toMatchObject({ clients: 3, topics: 5, gained: 3, lost: 6, unchanged: 21 });
    expect(
      groups.map(({ action, change, before: old, after: now, flips, clients, topics: names }) => [
        `${action} ${change}: ${rulingText(old)} > ${rulingText(now)}`,
        [flips, clients, names],
      ]),
    ).toEqual([
      ['publish gained: nothing allows it > line 4: pattern write hall', [3, 3, 1]],
      ['receive lost: line 2: topic read plant/# > line 3: topic deny plant/oven/#', [2, 1, 2]],
      ['publish lost: line 4: topic readwrite plant/oven/# > nothing allows it', [2, 1, 2]],
      ['receive lost: line 4: topic readwrite plant/oven/# > nothing allows it', [2, 1, 2]],
    ]);
  });

  it('names those for whom something flips, and gives examples of several', () => {
    const { groups, affected } = impact(
      policyOf(before),
      policyOf([...before, 'pattern hall']),
      people,
      topics,
    );
    const one = { gained: 1, lost: 0 };
    expect(affected).toEqual(people.map((client) => ({ client, publish: one, receive: one })));
    expect(groups[0]?.examples).toEqual(people.map((client) => ({ client, topic: 'hall' })));
  });

  it('gives a few examples of each of the first clients', () => {
    const many = numbered(100, (i) => `t/${i}`);
    const { groups } = impact(policyOf([]), policyOf(['pattern read t/+']), people, many);
    expect(groups.map(({ flips }) => flips)).toEqual([300]);
    const whose = groups[0]?.examples.map(({ client }) => client.username);
    expect(whose).toEqual(['ann', 'ann', 'ann', 'bob', 'bob']);
    expect(new Set(groups[0]?.examples.map(({ topic }) => topic)).size).toBe(3);
  });

  it('is nothing when lines move and comments are added', () => {
    const moved = ['# all of it', ...before.slice(2), '', ...before.slice(0, 2)];
    expect(impact(policyOf(before), policyOf(moved), people, topics)).toMatchObject({
      gained: 0,
      lost: 0,
      unchanged: 30,
      groups: [],
      affected: [],
    });
  });

  it('says who may log in no more, and who may now', () => {
    const passwords = (...users: string[]) => ({
      passwordFile: { users: users.map((username) => ({ username, line: 1 })), problems: [] },
    });
    const { affected, gained } = impact(
      policyOf(before, passwords('ann', 'cid')),
      policyOf(before, passwords('ann', 'bob')),
      people,
      topics,
    );
    expect(gained).toBe(0);
    expect(affected).toMatchObject([
      {
        client: { username: 'bob' },
        login: { change: 'gained', before: { rule: 'not-in-password-file' } },
      },
      {
        client: { username: 'cid' },
        login: { change: 'lost', after: { rule: 'not-in-password-file' } },
      },
    ]);
  });

  it('counts clients and topics once, and no verdict of what cannot be sent as flipped', () => {
    const asking = [
      ...people,
      clientOf('ann'),
      { username: '', clientId: '\n' },
      { clientId: '\n' },
    ];
    const names = [...topics, 'hall', '', '', 'a/+', 'a\u0000'];
    const found = impact(policyOf([]), policyOf(['pattern #', 'topic #']), asking, names);
    expect(found).toMatchObject({ clients: 4, topics: 8, lost: 0 });
    expect(found.gained).toBe(3 * 4 * 2);
    expect(found.unchanged).toBe(4 * 8 * 2 - found.gained);
  });

  it('is nothing for nobody, and for no topics', () => {
    const nothing = { gained: 0, lost: 0, unchanged: 0, groups: [] };
    const [old, now] = [policyOf([]), policyOf(['pattern #'])];
    expect(impact(old, now, [], topics)).toMatchObject({ ...nothing, clients: 0, topics: 5 });
    expect(impact(old, now, people, [])).toMatchObject({ ...nothing, clients: 3, topics: 0 });
  });

  it('sums up what does not fit into ten thousand groups', () => {
    const [rows, columns] = [numbered(101, (i) => `r${i}`), numbered(101, (i) => `c${i}`)];
    const names = rows.flatMap((row) => columns.map((column) => `${row}/${column}`));
    const found = impact(
      policyOf(rows.map((row) => `pattern deny ${row}/#`)),
      policyOf(columns.map((column) => `pattern read +/${column}`)),
      [clientOf('ann'), clientOf('bob')],
      names,
    );
    expect(found.gained).toBe(2 * 101 * 101);
    expect(found.groups).toHaveLength(10_000);
    expect(found.groups.every(({ flips, clients }) => flips === 2 && clients === 2)).toBe(true);
    expect(found.others).toEqual({ flips: 402, clients: 2, topics: 201 });
  });
});

describe('the impact on many', () => {
  const users = numbered(100, (i) => `user${i}`);
  const topics = numbered(
    8_000,
    (i) => `plant${i % 7}/line${i % 50}/machine${i % 2_000}/value${i}`,
  );
  const rules = (version: number) => [
    ...users.flatMap((name, i) => [
      `user ${name}`,
      `topic plant${(i + version) % 7}/#`,
      `topic deny +/line${i % 50}/+/+`,
    ]),
    ...numbered(
      20,
      (i) => `pattern read +/line${(i * version) % 50}/${i % 2 ? '%u' : `machine${i}`}/#`,
    ),
  ];
  const before = policyOf(rules(1));
  const after = policyOf(rules(2));
  const clients = users.map(clientOf);

  it('comes in steps, at least one for each client, and to the same result', () => {
    const steps = impactSteps(before, after, clients, topics);
    let count = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) count++;
    expect(count).toBeGreaterThan(users.length + 5);
    expect(step.value).toEqual(impact(before, after, clients, topics));
  });

  it('is that of all of its parts', () => {
    const whole = impact(before, after, clients, topics);
    const [old, now] = [compile(before), compile(after)];
    for (const [i, client] of clients.entries()) {
      if (i % 30 !== 0) continue;
      const affected = whole.affected.find((one) => one.client.username === client.username);
      for (const action of ['publish', 'receive'] as const) {
        const flips = { gained: 0, lost: 0 };
        for (const topic of topics) {
          const [was, is] = [old, now].map((policy) => policy.decide(client, action, topic));
          if (was !== is) flips[is ? 'gained' : 'lost']++;
        }
        expect(affected?.[action] ?? { gained: 0, lost: 0 }).toEqual(flips);
      }
    }
    const flips = whole.groups.reduce((sum, group) => sum + group.flips, 0);
    expect(flips).toBe(whole.gained + whole.lost);
  });

  it('costs a fraction of what asking for each client and topic would', () => {
    const ask = (policy: Policy) => {
      const compiled = compile(policy);
      for (const client of clients.slice(0, 5)) {
        for (const topic of topics) compiled.decide(client, 'publish', topic);
      }
    };
    const one = leastTime(() => ask(before)) + leastTime(() => ask(after));
    const limit = (one * 40) / 5;
    // Twenty times as many clients, and two actions.
    expect(leastTime(() => impact(before, after, clients, topics), limit)).toBeLessThan(limit);
  });
});
