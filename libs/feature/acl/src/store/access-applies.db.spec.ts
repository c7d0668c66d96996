import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { Database } from '#platform';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { abandonApply } from '../apply/abandon-apply.js';
import {
  dueOutcomes,
  findApply,
  findUnended,
  listApplies,
  recordApply,
  setToAudit,
  updateApply,
  type StoredApply,
} from './access-applies.js';
import { readDraft, replaceDraft } from './access-drafts.js';
import {
  findContent,
  findSame,
  findWanted,
  nextNumber,
  recordAttempt,
  recordRevision,
  revisionsBefore,
  settleAttempt,
  want,
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

const parts = (aclFile: string) => ({
  ...{ aclFile, passwordFile: 'p', dynsec: '', allowAnonymous: 'a', listener: '' },
});
const made = (aclFile: string, seenAt = 0) => ({
  ...{ parts: parts(aclFile), body: Buffer.from('body'), seenAt },
});

/** Records what was seen as revision, and takes it for what is wanted. */
async function imported(aclFile: string): Promise<number> {
  return database.write(async (tx) => {
    const { revision } = await recordRevision(tx, made(aclFile));
    const content = Buffer.from(`content of ${aclFile}`);
    await want(tx, revision.number, { origin: 'imported', author: 'system', content });
    return revision.number;
  });
}

/** Records the beginning of an apply, with the next number. */
async function begun(aclFile: string, base: number, note?: string): Promise<StoredApply> {
  const number = await nextNumber(database.read);
  const about = { base, ...(note !== undefined && { note }) };
  const apply: StoredApply = {
    ...{ number, ...about, state: 'running', startedAt: 7 },
    actor: { name: 'anna', via: 'session' },
    steps: [{ step: 'parse', state: 'waiting', probes: [] }],
  };
  await database.write(async (tx) => {
    const content = Buffer.from(`content of ${aclFile}`);
    const attempt = { candidate: made(aclFile, 7), author: 'anna', content, ...about };
    await recordAttempt(tx, number, attempt);
    await recordApply(tx, apply, Buffer.from(`work of ${number}`));
  });
  return apply;
}

async function ended(apply: StoredApply, state: 'in-force' | 'restored'): Promise<StoredApply> {
  const how: StoredApply = {
    ...apply,
    ...{ state: state === 'in-force' ? 'committed' : state, endedAt: 9, outcome: 'It is over.' },
  };
  await database.write(async (tx) => {
    await settleAttempt(tx, apply.number, state);
    await updateApply(tx, how);
  });
  return how;
}

describe('an apply that a backup caught half done', () => {
  it('is over in the database that is restored from it, and the trail is still to say so', async () => {
    const apply = await begun('new', await imported('old'));
    await database.write((tx) => abandonApply(tx, 11));
    expect(await findUnended(database.read)).toBeUndefined();
    const outcome = expect.stringContaining('restored from a backup');
    const end = { number: apply.number, state: 'failed', endedAt: 11, outcome };
    expect(await dueOutcomes(database.read)).toMatchObject([{ ...end, toAudit: 'access.apply' }]);
    expect((await findWanted(database.read))?.number).toBe(1);
  });

  it('is nothing to end where none ran', async () => {
    await ended(await begun('new', await imported('old')), 'in-force');
    const before = await listApplies(database.read, 10);
    await database.write((tx) => abandonApply(tx, 11));
    expect(await listApplies(database.read, 10)).toEqual(before);
  });
});

describe('an apply', () => {
  it('is kept step by step, with what it takes to end it until it has ended', async () => {
    const apply = await begun('new', await imported('old'), 'why');
    expect(await findApply(database.read, 2)).toEqual(apply);
    expect(await findUnended(database.read)).toEqual({ ...apply, work: Buffer.from('work of 2') });
    const further: StoredApply = {
      ...{ ...apply, state: 'restoring' },
      steps: [{ step: 'parse', state: 'failed', ms: 3, detail: 'No.', probes: [] }],
    };
    await database.write((tx) => updateApply(tx, further));
    expect(await findUnended(database.read)).toMatchObject(further);
    const end = await ended(further, 'restored');
    expect(await findUnended(database.read)).toBeUndefined();
    expect(await findApply(database.read, 2)).toEqual(end);
    const [{ work } = { work: 0 }] = await database.read.query<{ work: unknown }[]>(
      'SELECT work FROM access_applies',
    );
    expect(work).toBeNull();
    expect(await findApply(database.read, 3)).toBeUndefined();
  });

  it('is listed, the newest first, with who outlived it', async () => {
    const base = await imported('old');
    for (const name of ['a', 'b', 'c']) await ended(await begun(name, base), 'restored');
    const survivors = { known: true, clients: [], canDisconnect: false };
    const newest = (await findApply(database.read, 4))!;
    await database.write((tx) => updateApply(tx, { ...newest, survivors }));
    const listed = await listApplies(database.read, 2);
    expect(listed.map(({ number }) => number)).toEqual([4, 3]);
    expect(listed[0]).toEqual({ ...newest, survivors });
  });
});

it('an apply that has ended is due in the audit trail until that says so', async () => {
  const base = await imported('old');
  const first = await ended(await begun('a', base), 'restored');
  const second = await begun('b', base);
  expect(await dueOutcomes(database.read)).toEqual([{ ...first, toAudit: 'access.apply' }]);
  await database.write((tx) => setToAudit(tx, second.number, 'access.restore'));
  const end = await ended(second, 'restored');
  await database.write((tx) => setToAudit(tx, first.number, null));
  expect(await dueOutcomes(database.read)).toEqual([{ ...end, toAudit: 'access.restore' }]);
  // Nor does it become due again when it is known who holds what was taken.
  await database.write((tx) => setToAudit(tx, second.number, null));
  await database.write((tx) => updateApply(tx, end));
  expect(await dueOutcomes(database.read)).toEqual([]);
});

describe('what is wanted', () => {
  it('is what was imported, until something else was applied to its end', async () => {
    expect(await findWanted(database.read)).toBeUndefined();
    const first = await imported('old');
    expect(await findWanted(database.read)).toMatchObject({ number: first, origin: 'imported' });
    const apply = await begun('new', first, 'why');
    expect(await findWanted(database.read)).toMatchObject({ number: first });
    await ended(apply, 'in-force');
    expect(await findWanted(database.read)).toMatchObject({
      ...{ number: 2, origin: 'applied', state: 'in-force', author: 'anna', note: 'why' },
      ...{ isKept: true, changed: ['aclFile'] },
    });
    expect(await findContent(database.read, 2)).toEqual(Buffer.from('content of new'));
    // Seen, whoever did it: it is in force, and nobody has said that it is wanted.
    await database.write((tx) => recordRevision(tx, made('strange')));
    expect(await findWanted(database.read)).toMatchObject({ number: 2 });
    expect(await findContent(database.read, 3)).toBeUndefined();
  });

  it('is not what was restored, though it keeps its number', async () => {
    const first = await imported('old');
    await ended(await begun('new', first), 'restored');
    expect(await findWanted(database.read)).toMatchObject({ number: first });
    expect(await findSame(database.read, parts('old'))).toMatchObject({ number: first });
    expect(await findSame(database.read, parts('new'))).toBeUndefined();
    const listed = await revisionsBefore(database.read, 9, 9);
    expect(listed.map(({ number, state }) => [number, state])).toEqual([
      ...[
        [2, 'restored'],
        [1, 'in-force'],
      ],
    ]);
    expect(await nextNumber(database.read)).toBe(3);
  });

  it('is kept however many are seen after it, and so is what is on its way', async () => {
    const first = await imported('old');
    const apply = await begun('new', first);
    await database.write((tx) =>
      tx.query(
        `WITH RECURSIVE counter (i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM counter WHERE i < 1100)
         INSERT INTO policy_revisions (seen_at, parts, changed, body)
         SELECT i, '{}', '[]', x'00' FROM counter`,
      ),
    );
    await database.write((tx) => recordRevision(tx, made('last')));
    const numbers = (await revisionsBefore(database.read, 9_999, 2_000)).map((one) => one.number);
    expect(numbers.slice(-3)).toEqual([102, apply.number, first]);
    expect(await findUnended(database.read)).toMatchObject({ number: apply.number });
  });
});

describe('the draft', () => {
  it('is there with a version, and is replaced by the next one only', async () => {
    const draft = {
      ...{ version: 1, base: 1, author: 'anna', changedAt: 7 },
      edits: Buffer.from('edits'),
    };
    const replace = (next: Parameters<typeof replaceDraft>[1]) =>
      database.write((tx) => replaceDraft(tx, next));
    expect(await readDraft(database.read)).toEqual({ version: 0 });
    expect(await replace(draft)).toBe(true);
    expect(await replace({ ...draft, author: 'bert' })).toBe(false);
    expect(await replace({ ...draft, version: 3 })).toBe(false);
    expect(await readDraft(database.read)).toEqual(draft);
    expect(await replace({ version: 2 })).toBe(true);
    expect(await readDraft(database.read)).toEqual({ version: 2 });
  });

  it('is replaced by one of those who do it at once', async () => {
    const done = await Promise.all(
      Array.from({ length: 5 }, () => database.write((tx) => replaceDraft(tx, { version: 1 }))),
    );
    expect(done.filter(Boolean)).toHaveLength(1);
  });
});
