import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, until, type TemporaryFolder } from '#testing';
import type { AccessApi, Apply } from './access-api.js';
import { closeFolder } from './closed-folder.js';
import { observing, PASSWORDS, startPlant, type Plant } from './plant.js';

let home: TemporaryFolder;
let plant: Plant;
let admin: AccessApi;
let before: Awaited<ReturnType<Plant['files']>>;
/** The command that tells the broker to reload, and the mosquitto that MCM finds: scripts that a test changes. */
let programs: { readonly reload: string; readonly mosquitto: string };
const { PATH } = process.env;
beforeAll(async () => {
  home = await temporaryFolder();
  programs = { reload: join(home.path, 'reload'), mosquitto: join(home.path, 'mosquitto') };
  process.env['PATH'] = `${home.path}:${PATH}`;
  plant = await startPlant({ reload: () => `command: [${programs.reload}]` });
  await allWork();
  ({ admin } = plant);
  await observing(plant);
  await admin.users();
});
afterAll(async () => {
  process.env['PATH'] = PATH;
  await plant.stop();
  await home.remove();
});
beforeEach(async () => {
  await allWork();
  await admin.got('DELETE', 'access/draft');
  before = await plant.files();
});

const become = (program: keyof typeof programs, text: string) =>
  writeFile(programs[program], `#!/bin/sh\n${text}\n`, { mode: 0o755 });
const RELOADS = 'kill -HUP $(cat $0.pid)';
const STARTS = 'PATH=${PATH#*:}:/usr/sbin exec mosquitto "$@"';
async function allWork(): Promise<void> {
  await become('reload', RELOADS);
  await become('mosquitto', STARTS);
  await writeFile(`${programs.reload}.pid`, String(plant.broker.pid));
}

/** Begins to apply a user who was not there. */
async function begin(): Promise<number> {
  await admin.createUser('ann', { password: 'of ann' });
  return (await admin.begin()).number;
}

const reaches = (number: number, wanted: (apply: Apply) => boolean) =>
  until(async () => wanted(await admin.got<Apply>('GET', `access/applies/${number}`)));

/** How it ended: the broker and what MCM takes for wanted are as they were, the draft is there, the trail tells. */
async function expectNothingChanged(number: number, state: string, why: RegExp): Promise<Apply> {
  const apply = await admin.end(number);
  expect(apply).toMatchObject({ state, outcome: expect.stringMatching(why) });
  expect(await plant.letsIn('ann', 'of ann')).toBe(false);
  expect(await plant.letsIn('hmi', PASSWORDS.hmi)).toBe(true);
  const { revisions } = await admin.got<{ revisions: { number: number }[] }>(
    'GET',
    'access/revisions?limit=2',
  );
  const made = revisions.find((revision) => revision.number === number);
  expect(made).toMatchObject({ state, isKept: true });
  expect(await admin.summaries()).toEqual(['Add user ann']);
  await until(async () => {
    const { events } = await admin.got<{ events: { resourceId?: string; result: string }[] }>(
      'GET',
      'audit-events?action=access.apply&limit=1',
    );
    return events[0]?.resourceId === String(number) && events[0].result === 'failure';
  });
  return apply;
}

/** So do the files, byte for byte. */
async function expectFilesAsBefore(): Promise<void> {
  expect(await plant.files()).toEqual(before);
  expect(await admin.got('GET', 'access/drift')).toMatchObject({ drifted: false });
}

/** What the step of that name said. */
const step = ({ steps }: Apply, name: string) => steps.find((one) => one.step === name);

describe('a reload command', () => {
  it.each<[string, string, RegExp]>([
    ['fails', 'echo out of order >&2; exit 3', /failed: exit code 3\. It said: out of order/],
    ['is killed', 'kill -TERM $$', /ended by SIGTERM/],
    ['hangs', 'exec sleep 100', /did not end within 10 s and was killed/],
  ])('that %s has what was before restored', async (_, text, why) => {
    // Out of order once, and then no more.
    await become('reload', `mkdir $0.once 2>/dev/null && { ${text}; }\n${RELOADS}`);
    const number = await begin();
    const apply = await expectNothingChanged(number, 'restored', why);
    expect(apply.outcome).toMatch(/Revision 1 is in force again, which is proven\.$/);
    const detail: unknown = expect.stringMatching(why);
    expect(step(apply, 'reload')).toMatchObject({ state: 'failed', detail });
    await expectFilesAsBefore();
    await rm(`${programs.reload}.once`, { recursive: true });
  });

  it('that hangs is ended at once when the change is stopped', async () => {
    const started = `${programs.reload}.started`;
    await become('reload', `echo $$ > ${started}; sleep 100 & wait`);
    const number = await begin();
    await until(async () => (await readFile(started, 'utf8').catch(() => '')) !== '');
    await become('reload', RELOADS);
    const begun = performance.now();
    expect((await admin.ask('POST', `access/applies/${number}/stop`)).status).toBe(202);
    await reaches(number, (stopped) => step(stopped, 'reload')?.state === 'failed');
    // What the reload command has by itself.
    expect(performance.now() - begun).toBeLessThan(10_000);
    const apply = await expectNothingChanged(
      number,
      'restored',
      /^Stopped by admin\. Revision 1 is/,
    );
    expect(step(apply, 'reload')?.state).toBe('failed');
    await expectFilesAsBefore();
  });

  it('that is missing is named by the plan, before anything is tried', async () => {
    await rm(programs.reload);
    await admin.createUser('ann');
    const { obstacles } = await admin.got<{ obstacles: string[] }>('POST', 'access/plan');
    expect(obstacles).toEqual([expect.stringMatching(/no program .* that MCM may run/)]);
    const check = { check: 'the broker can be told to reload', result: 'fail' };
    expect(await admin.got('GET', 'access/backend')).toMatchObject({
      checks: expect.arrayContaining([expect.objectContaining(check)]),
    });
  });
});

describe('without a broker to try it on', () => {
  it.each<[string, string, RegExp]>([
    ['no mosquitto that can be run', 'exit 1', /is no Mosquitto, or MCM may not run it/],
    ['an old mosquitto', 'echo mosquitto version 1.6.9', /is version 1\.6\.9; .* Update it/],
    ['one that does not start', '[ "$1" = -h ] || exit 1\n' + STARTS, /shadow|start/],
  ])('with %s, nothing is touched', async (_, text, why) => {
    await become('mosquitto', text);
    const apply = await expectNothingChanged(await begin(), 'refused', why);
    expect(apply.outcome).toMatch(/The broker was not touched\.$/);
    expect(step(apply, 'shadow')?.state).toBe('failed');
    expect(step(apply, 'replace')?.state).toBe('waiting');
    await expectFilesAsBefore();
  });
});

describe('a broker', () => {
  it.each([
    ['is down', () => plant.broker.kill()],
    ['hangs', () => Promise.resolve(process.kill(plant.broker.pid!, 'SIGSTOP'))],
  ])('that %s has nothing begun, which is said at once', async (what, happens) => {
    await admin.createUser('ann', { password: 'of ann' });
    const { version } = await admin.draft();
    await happens();
    const begun = performance.now();
    const { status, problem } = await admin.ask('POST', 'access/apply', { version });
    const took = performance.now() - begun;
    if (what === 'is down') await plant.broker.restart();
    else process.kill(plant.broker.pid!, 'SIGCONT');
    expect([status, problem.type]).toEqual([503, '/problems/broker-unavailable']);
    expect(problem.detail).toMatch(
      /^Nothing was changed, since the broker does not answer: .*Start/,
    );
    expect(took).toBeLessThan(10_000);
    const { events } = await admin.got<{ events: object[] }>('GET', 'audit-events?limit=1');
    expect(events).toMatchObject([
      { action: 'access.apply', result: 'failure', reason: 'broker-unavailable' },
    ]);
    await expectFilesAsBefore();
    expect(await admin.summaries()).toEqual(['Add user ann']);
  });

  it('that goes down is not changed, and is back as it was when it is back', async () => {
    await become('reload', `kill -KILL $(cat $0.pid); exit 1`);
    const number = await begin();
    await reaches(number, ({ state }) => state === 'restoring');
    await plant.broker.restart();
    await allWork();
    await expectNothingChanged(number, 'restored', /No such process|failed/);
    await expectFilesAsBefore();
  });

  it('that does not answer can be waited for no longer: the change is stopped and taken back', async () => {
    const { pid = 0 } = plant.broker;
    await become('reload', `kill -STOP $(cat $0.pid); ${RELOADS}`);
    const number = await begin();
    try {
      await reaches(number, (apply) => step(apply, 'confirm')?.state === 'running');
      for (const [method, path, body] of [
        ['POST', 'access/drift/adopt'],
        ['POST', 'mqtt-users', { username: 'bob' }],
        ['DELETE', 'access/draft'],
      ] as const) {
        expect(await admin.refused(method, path, body)).toEqual([409, 'apply-running']);
      }
      const path = `access/applies/${number}/stop`;
      expect(await plant.operator.refused('POST', path)).toEqual([403, 'role-too-low']);
      await become('reload', RELOADS);
      expect((await admin.ask('POST', path)).status).toBe(202);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await expectNothingChanged(number, 'restored', /^Stopped by admin\. Revision 1 is in force/);
    await expectFilesAsBefore();
  });
});

describe('the broker’s files', () => {
  it('that cannot be read keep nobody from editing, and everybody from applying', async () => {
    await rename(plant.acl, `${plant.acl}.away`);
    await admin.createUser('ann', { password: 'of ann' });
    const { version } = await admin.draft();
    for (const [method, path, body] of [
      ['POST', 'access/apply', { version }],
      ['POST', 'access/plan'],
      ['GET', 'access/drift'],
      ['GET', 'access/policy'],
    ] as const) {
      const { status, problem } = await admin.ask(method, path, body);
      expect([path, status, problem.type]).toEqual([path, 503, '/problems/policy-unreadable']);
      expect(problem.detail).toContain(plant.acl);
    }
    const { events } = await admin.got<{ events: object[] }>('GET', 'audit-events?limit=1');
    expect(events).toMatchObject([
      { action: 'access.apply', result: 'failure', reason: 'policy-unreadable' },
    ]);
    await rename(`${plant.acl}.away`, plant.acl);
    await expectFilesAsBefore();
  });

  it('that cannot be replaced are named by the plan, and left as they are by who applies all the same', async () => {
    const open = await closeFolder(plant.broker.folder);
    if (!open) return;
    try {
      const { obstacles } = await admin.got<{ obstacles: string[] }>('POST', 'access/plan');
      const why = /read-only|may not be written/;
      expect(obstacles).toEqual([expect.stringMatching(why), expect.stringMatching(why)]);
      await expectNothingChanged(await begin(), 'restored', why);
      await expectFilesAsBefore();
    } finally {
      await open();
    }
  });

  it('that somebody changes while it is applied are left to them', async () => {
    await become(
      'mosquitto',
      `[ "$1" = -h ] || while [ -e ${home.path}/hold ]; do sleep 0.02; done\n${STARTS}`,
    );
    await writeFile(join(home.path, 'hold'), '');
    const number = await begin();
    await reaches(number, (apply) => step(apply, 'shadow')?.state === 'running');
    const theirs = `${before[0]}# by hand\n`;
    await writeFile(plant.acl, theirs);
    await rm(join(home.path, 'hold'));
    const apply = await expectNothingChanged(number, 'refused', /changed by somebody else/);
    expect(apply.outcome).toMatch(/The broker was not touched\.$/);
    expect(await plant.files()).toEqual([theirs, before[1]]);
    expect(await admin.got('GET', 'access/drift')).toMatchObject({ drifted: true });
    await writeFile(plant.acl, before[0]);
    await admin.got('GET', 'access/policy');
  });
});

it('a broker that dies of the reload goes by the change when it comes back, which is proven', async () => {
  await become('reload', 'kill -KILL $(cat $0.pid)');
  const number = await begin();
  await reaches(number, (apply) => step(apply, 'confirm')?.state === 'running');
  await plant.broker.restart();
  await allWork();
  expect(await admin.end(number)).toMatchObject({ state: 'committed' });
  expect(await plant.letsIn('ann', 'of ann')).toBe(true);
  expect(await admin.got('GET', 'access/policy')).toMatchObject({ revision: number });
});
