import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { auditRow } from './api/audit.dto.js';
import { act, done, keepLog, openTrail, type OpenTrail } from './fixtures.js';

let home: TemporaryFolder;
let open: OpenTrail;
beforeEach(async () => {
  keepLog();
  home = await temporaryFolder();
  open = await openTrail(home.path);
});
afterEach(async () => {
  await open.close();
  await home.remove();
});

const reopened = async () => {
  await open.close();
  open = await openTrail(home.path, open.clock.now);
  return open;
};
/** All acts, newest first. */
const acts = async () => (await open.reader.page({}, 500)).entries.map(auditRow);
const results = async () => (await acts()).map((row) => ('result' in row ? row.result : row.text));

describe('the audit trail', () => {
  it('begins with nothing in it, and that is proven', async () => {
    expect(await open.trail.verify()).toMatchObject({ valid: true, entries: 0, problems: [] });
    expect(await readdir(home.path)).toContain('audit.key');
  });

  it('tells an act by its outcome, which repeats what was intended', async () => {
    const intended = act({ resourceId: 'x', resourceName: 'bob' });
    const intent = await open.trail.begin(act());
    open.clock.now += 5;
    const changes = [{ pointer: '/role', before: 'viewer', after: 'admin' }];
    await open.trail.end(intent, intended, { result: 'success', changes });
    expect(await acts()).toEqual([
      {
        ...{ id: 2, intent: 1, occurredAt: '2026-11-25T12:00:00.005Z', requestId: 'r-1' },
        actor: { name: 'ada', via: 'session', address: '192.0.2.7' },
        ...{ action: 'admin_user.update', resourceType: 'admin_user' },
        ...{ resourceId: 'x', resourceName: 'bob', result: 'success', changes },
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  it('tells why an act failed, and what has no end yet', async () => {
    const intent = await open.trail.begin(act());
    await open.trail.end(intent, act(), { result: 'failure', reason: 'last-active-admin' });
    await open.trail.begin(act());
    expect(await acts()).toMatchObject([
      { id: 3, result: 'started', changes: [] },
      { id: 2, result: 'failure', reason: 'last-active-admin' },
    ]);
  });

  it('numbers entries without gaps, in the order in which they were asked for', async () => {
    const intents = await Promise.all(Array.from({ length: 450 }, () => open.trail.begin(act())));
    expect(intents).toEqual(Array.from({ length: 450 }, (_, at) => at + 1));
    await Promise.all(intents.map((one) => open.trail.end(one, act(), { result: 'success' })));
    expect(await open.trail.verify()).toMatchObject({ valid: true, entries: 900 });
  });

  it('records what needed no intent as one entry', async () => {
    const actor = { name: 'ada', via: 'session' } as const;
    await open.trail.record(act({ action: 'session.open', actor }), { result: 'success' });
    expect(await acts()).toMatchObject([{ id: 1, action: 'session.open', result: 'success' }]);
  });

  it('counts what ended, by result', async () => {
    await done(open.trail);
    await open.trail.begin(act());
    await reopened();
    expect(await open.metrics.registry.metrics()).toContain(
      'mcm_audit_events_total{result="interrupted"} 1',
    );
  });

  it('goes on where it was, however often it is opened', async () => {
    for (let round = 0; round < 3; round += 1) {
      await done(open.trail);
      await reopened();
    }
    expect(await open.trail.verify()).toMatchObject({ valid: true, entries: 6, first: 1 });
  });

  it('reads its end anew each time, since what was rolled back is not there', async () => {
    await done(open.trail);
    const failing = open.database.write(async (tx) => {
      await tx.query('DELETE FROM audit_entries');
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    await done(open.trail);
    expect(await open.trail.verify()).toMatchObject({ valid: true, entries: 4 });
  });

  it('keeps every byte of what people write', async () => {
    const resourceName = '"}\\\u0000\u2028\ud800 Ünïcödé 🦟\n';
    await done(open.trail, { resourceName });
    const { valid } = await open.trail.verify();
    const [row] = await acts();
    expect([valid, row]).toEqual([true, expect.objectContaining({ resourceName })]);
  });
});

describe('acts that a server did not live to end', () => {
  it('are interrupted at the next start, before anything else is recorded', async () => {
    await open.trail.begin(act({ requestId: 'a' }));
    await done(open.trail);
    await open.trail.begin(act({ requestId: 'b' }));
    await open.close();
    open = await openTrail(home.path);
    await done(open.trail);
    expect(await acts()).toMatchObject([
      { id: 8, result: 'success' },
      { id: 6, intent: 4, result: 'interrupted', requestId: 'b', resourceId: '7' },
      { id: 5, intent: 1, result: 'interrupted', requestId: 'a', actor: { name: 'ada' } },
      { id: 3, result: 'success' },
    ]);
    expect((await open.trail.verify()).valid).toBe(true);
  });

  it('are told once', async () => {
    await open.trail.begin(act());
    await reopened();
    await reopened();
    expect(await results()).toEqual(['interrupted']);
  });

  it('are left alone when they were altered: nothing of them enters the trail again', async () => {
    await open.trail.begin(act());
    await open.database.write((tx) =>
      tx.query("UPDATE audit_entries SET body = replace(body, 'ada', 'eve')"),
    );
    await reopened();
    expect(await acts()).toMatchObject([{ id: 1, result: 'started', actor: { name: 'eve' } }]);
    expect((await open.trail.verify()).problems).toMatchObject([{ number: 1, kind: 'altered' }]);
  });
});
