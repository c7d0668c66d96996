import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { Database } from '#platform';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { partDigests, type KnownPolicy } from '../known-policy.js';
import { stateOf } from '../policy-of.js';
import {
  candidate,
  findRevision,
  findSame,
  recordRevision,
  revisionsBefore,
} from './policy-revisions.js';

let home: TemporaryFolder;
let database: Database;
beforeEach(async () => {
  home = await temporaryFolder();
  database = await Database.open({ path: join(home.path, 'mcm.db'), entities: [] });
});
afterEach(async () => {
  await database.close();
  await home.remove();
});

const rules = (text: string, changedAt = 1): KnownPolicy => ({
  allowAnonymous: false,
  aclFile: { path: '/etc/mosquitto/acl', changedAt, text },
});

const digests = (policy: KnownPolicy) =>
  partDigests(policy, policy.dynsec && stateOf(policy.dynsec), undefined);

/** Records a policy as one that was seen at that time. */
async function record(policy: KnownPolicy, seenAt = 0) {
  const made = await candidate(policy, digests(policy), seenAt);
  return database.write((tx) => recordRevision(tx, made));
}

const all = () => revisionsBefore(database.read, Number.MAX_SAFE_INTEGER, 2_000);

describe('a policy that was seen', () => {
  it('becomes a revision when it differs from the newest, and says in what', async () => {
    const users = (...names: string[]) => ({
      users: names.map((username, index) => ({ username, line: index + 1 })),
      problems: [],
    });
    const file = { path: '/p', changedAt: 1 };
    const first: KnownPolicy = { ...rules('user a'), allowAnonymous: true };
    const second: KnownPolicy = {
      ...first,
      passwordFile: { ...file, readBy: { '2.0': users('a'), '2.1': users('a', 'b') } },
      dynsec: { ...file, text: '{"roles":[{"rolename":"r"}]}' },
    };
    const listener = { port: 1883, othersDiffer: false, otherPlugins: [] };
    for (const [seenAt, policy] of [
      first,
      { ...first, allowAnonymous: false },
      second,
      { ...second, listener },
      second,
    ].entries()) {
      expect(await record(policy, seenAt)).toMatchObject({ isNew: true });
    }
    const seen = { origin: 'seen', state: 'in-force', isKept: false };
    expect(await all()).toEqual([
      { ...seen, number: 5, seenAt: 4, changed: ['listener'] },
      { ...seen, number: 4, seenAt: 3, changed: ['listener'] },
      { ...seen, number: 3, seenAt: 2, changed: ['dynsec', 'allowAnonymous'] },
      { ...seen, number: 2, seenAt: 1, changed: ['allowAnonymous'] },
      { ...seen, number: 1, seenAt: 0, changed: ['aclFile', 'allowAnonymous'] },
    ]);
    expect(await findRevision(database.read, 3)).toMatchObject({ number: 3, policy: second });
    expect(await findRevision(database.read, 6)).toBeUndefined();
  });

  it('is the newest revision when it decides the same: times, places and lines decide nothing', async () => {
    const state = (text: string): KnownPolicy => ({
      ...rules('user a'),
      dynsec: { path: '/a', changedAt: 1, text },
    });
    await record(state('{"clients":[{"username":"a"}],"changeIndex":1}'), 1);
    const same = state('{\n "clients": [{"username":"a"}],\n "changeIndex": 2 }');
    const moved = { ...same, aclFile: { path: '/elsewhere', changedAt: 9, text: 'user a' } };
    expect(await record(moved, 5)).toMatchObject({
      isNew: false,
      revision: { number: 1, seenAt: 1 },
    });
    expect(await findSame(database.read, digests(moved))).toMatchObject({ number: 1 });
    expect(await findSame(database.read, digests(rules('user a')))).toBeUndefined();
  });

  it('may have bytes that are no UTF-8, and other characters of all kinds', async () => {
    const odd = rules('user caf\udce9 \u{1F600} \u0000 "\\');
    await record(odd);
    expect((await findRevision(database.read, 1))?.policy).toEqual(odd);
    expect(await record(rules('user caf\udce8 \u{1F600} \u0000 "\\'))).toMatchObject({
      isNew: true,
    });
    expect(await record(rules(''))).toMatchObject({ isNew: true });
    expect(await record({ allowAnonymous: false })).toMatchObject({ isNew: true });
  });

  it('becomes one revision when several see it at once', async () => {
    const seen = await Promise.all(Array.from({ length: 8 }, () => record(rules('user a'))));
    expect(seen.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(seen.map(({ revision }) => revision.number))).toEqual(new Set([1]));
  });
});

describe('of many revisions', () => {
  it('the newest thousand are kept, and no number is given twice', async () => {
    await record(rules('user 1'));
    await database.write((tx) =>
      tx.query(
        `WITH RECURSIVE counter (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM counter WHERE i < 1000)
         INSERT INTO policy_revisions (seen_at, parts, changed, body)
         SELECT i, '{}', '[]', x'00' FROM counter`,
      ),
    );
    for (let i = 1_001; i <= 1_010; i++) await record(rules(`user ${i}`));
    const kept = await all();
    expect(kept).toHaveLength(1_000);
    expect([kept[0]?.number, kept.at(-1)?.number]).toEqual([1_010, 11]);
    expect(await revisionsBefore(database.read, 13, 5)).toMatchObject([
      ...[{ number: 12 }, { number: 11 }],
    ]);
    await database.write((tx) => tx.query('DELETE FROM policy_revisions'));
    expect(await record(rules('user a'))).toMatchObject({ revision: { number: 1_011 } });
  });

  it('so many are kept as fit into 64 MiB, and the newest always', async () => {
    const add = (text: string, bytes: number) => {
      const made = { parts: digests(rules(text)), body: Buffer.alloc(bytes), seenAt: 0 };
      return database.write((tx) => recordRevision(tx, made));
    };
    for (let i = 0; i < 6; i++) await add(`user ${i}`, 15 << 20);
    expect((await all()).map(({ number }) => number)).toEqual([6, 5, 4, 3]);
    await add('', 65 << 20);
    expect((await all()).map(({ number }) => number)).toEqual([7]);
  });
});
