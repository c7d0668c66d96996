import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IClientPublishOptions, IPublishPacket, MqttClient } from 'mqtt';
import { startMosquitto, until, type TestBroker } from '#testing';
import { loggedIn, person, type Person } from './people.js';
import { RetainedClient } from './retained-client.js';
import { serve, type Served } from './served.js';
import { MINUTE, TestClock } from './test-clock.js';

const HOUR = 60 * MINUTE;
/** Messages of the large test; `make nightly` deletes more. */
const MANY = process.env['MCM_SEARCH_RUNS'] === undefined ? 5_000 : 20_000;
const ACL = [
  'user mcm',
  'topic read #',
  'topic read $SYS/#',
  'topic write plant/#',
  'user plc',
  'topic readwrite #',
  '',
].join('\n');
const MCM = { username: 'mcm', password: 'secret of mcm' };
const PLC = { username: 'plc', password: 'secret of plc' };

let broker: TestBroker;
let plc: MqttClient;
const clock = new TestClock();
let served: Served;
let admin: string;
let op: RetainedClient;
let operator: Person;
beforeAll(async () => {
  const users = { [MCM.username]: MCM.password, [PLC.username]: PLC.password };
  broker = await startMosquitto({ users, aclFile: ACL, conf: ['sys_interval 1'] });
  plc = await broker.connect(PLC);
  served = await serveOn(broker);
  admin = await served.logIn();
  operator = await person(served, admin, 'operator');
  op = await asOperator();
});
const asOperator = async () =>
  new RetainedClient(served.as(await served.logIn(operator.username, operator.password)));
afterAll(async () => {
  await served.stop();
  await broker.stop();
});
afterEach(() => clear('#'));

function serveOn({ port }: TestBroker, env: Record<string, string> = {}): Promise<Served> {
  return serve({
    env: {
      MCM_MOSQUITTO_PORT: String(port),
      MCM_MOSQUITTO_USERNAME: MCM.username,
      MCM_MOSQUITTO_PASSWORD: MCM.password,
      ...env,
    },
    clock: clock.read,
  });
}
const undoFolder = ({ config }: Served = served) => join(config.database.path, '../retained-undo');

async function keep(topic: string, payload: string | Buffer, more: IClientPublishOptions = {}) {
  await plc.publishAsync(topic, payload, { qos: 1, retain: true, ...more });
}
/** What the broker holds now, by topic. */
async function held(filter: string): Promise<Map<string, IPublishPacket>> {
  const found = new Map<string, IPublishPacket>();
  // Mosquitto sends so many at once before it drops any.
  const client = await broker.connect({ ...PLC, properties: { receiveMaximum: 65_535 } });
  // As they come in: a `message` of QoS 2 is told only after two packets more.
  client.on('packetreceive', (packet) => {
    if (packet.cmd === 'publish' && packet.retain) found.set(packet.topic, packet);
  });
  await client.subscribeAsync(filter, { qos: 2 });
  await client.unsubscribeAsync('nothing'); // answered after all that was retained
  await client.endAsync();
  return found;
}
async function clear(filter: string): Promise<void> {
  await Promise.all([...(await held(filter)).keys()].map((topic) => keep(topic, '')));
}

const jobs = async () => {
  const { body } = await served.as(admin)('GET', '/api/v1/audit-events?limit=200');
  return (body as { events: Record<string, unknown>[] }).events.filter(({ action }) =>
    String(action).startsWith('retained.'),
  );
};

describe('the list', () => {
  it('has what is retained, as far as it was seen, and what the broker counts', async () => {
    await keep('plant/list/b', 'x');
    await keep('plant/list/a', '{"t":1}');
    await keep('plant/list/gone', 'x');
    await keep('plant/list/gone', '');
    await plc.publishAsync('plant/list/live', 'x', { qos: 1 });
    const list = async (query: string) =>
      (await op.ask('GET', `/api/v1/retained?${query}`)).body as {
        readonly retained: readonly { readonly topic: string }[];
        readonly nextCursor?: string;
        readonly seen: number;
        readonly brokerCount?: number;
      };
    const filter = `filter=${encodeURIComponent('plant/list/#')}`;
    await until(async () => (await list(filter)).retained.length === 2);
    // The figures come with the next tick, the broker's own with its next second.
    await until(async () => (await list(filter)).seen === 2);
    await until(async () => ((await list(filter)).brokerCount ?? 0) > 2);
    const { retained, nextCursor } = await list(filter);
    expect(retained.map(({ topic }) => topic)).toEqual(['plant/list/a', 'plant/list/b']);
    expect(nextCursor).toBeUndefined();
    const found = await list(`${filter}&value=t%22&contains=LIST`);
    expect(found.retained.map(({ topic }) => topic)).toEqual(['plant/list/a']);
    const first = await list(`${filter}&limit=1`);
    expect(first.retained.length).toBeLessThanOrEqual(1);
    expect(first.nextCursor).toBeDefined();
  });
});

describe('a preview', () => {
  it('says what a deletion would hit', async () => {
    await keep('plant/b', '{"t":1}', { qos: 2 });
    await keep('plant/a/größe//', Buffer.from([0, 255]), { qos: 0 });
    await keep('plant', 'above');
    await keep('elsewhere', 'x');
    await keep('plant/empty', 'soon gone');
    await keep('plant/empty', '');
    const shown = await op.preview('plant/#');
    expect(shown).toEqual({
      ...{ id: expect.any(String), filter: 'plant/#', messages: 3, payloadBytes: 14 },
      ...{ undoable: true, complete: 'yes' },
      expiresAt: new Date(clock.read() + 10 * MINUTE).toISOString(),
      first: [
        { topic: 'plant', qos: 1, payloadBytes: 5, payloadFormat: 'text', payloadPreview: 'above' },
        expect.objectContaining({ topic: 'plant/a/größe//', qos: 0, payloadFormat: 'binary' }),
        expect.objectContaining({ topic: 'plant/b', qos: 2, payloadPreview: '{"t":1}' }),
      ],
    });
  });

  it('expires, and is carried out once', async () => {
    await keep('plant/a', 'x');
    const old = await op.preview('plant/#');
    clock.advance(10 * MINUTE);
    expect((await op.remove(old.id)).problem.type).toBe('/problems/preview-not-found');
    const fresh = await op.preview('plant/#');
    await op.ended(await op.remove(fresh.id));
    expect((await op.remove(fresh.id)).problem.type).toBe('/problems/preview-not-found');
    const fifth = await op.preview('plant/#');
    for (let i = 0; i < 4; i += 1) await op.preview('plant/#');
    expect((await op.remove(fifth.id)).problem.type).toBe('/problems/preview-not-found');
  });

  it.each([
    ['$SYS/#', /publishes what is below \$SYS/],
    ['$CONTROL/broker/v1', /changes the broker/],
    ['$share/g/#', /is not sent retained messages/],
    ['a#', /must stand alone/],
  ])('is not made of %s', async (filter, words) => {
    const { status, problem } = await op.ask('POST', '/api/v1/retained/previews', { filter });
    expect([status, problem.errors?.[0]?.pointer]).toEqual([400, '/filter']);
    expect(problem.detail).toMatch(words);
  });

  it('is for operators', async () => {
    const { token } = await loggedIn(served, admin, 'auditor');
    const ask = served.as(token);
    expect((await ask('POST', '/api/v1/retained/previews', { filter: '#' })).status).toBe(403);
    expect((await ask('GET', '/api/v1/retained/deletions')).status).toBe(403);
  });

  it('needs a broker', async () => {
    const away = await serve();
    const ask = away.as(await away.logIn());
    const { problem } = await ask('POST', '/api/v1/retained/previews', { filter: '#' });
    expect(problem.type).toBe('/problems/broker-unavailable');
    await away.stop();
  });
});

describe('a deletion and its undo', () => {
  it('bring back every byte: payload, QoS, and properties', async () => {
    const properties = {
      ...{ contentType: 'application/x', responseTopic: 'answers/here' },
      ...{ correlationData: Buffer.from([0, 255]), payloadFormatIndicator: false },
      userProperties: { b: ['2', '1'], a: '' },
    };
    const payload = Buffer.from([0, 1, 254, 255]);
    for (const qos of [0, 1, 2] as const) await keep(`plant/${qos}`, payload, { qos, properties });
    await keep('plant/größe//🌡', 'x', { qos: 2 });
    await keep('plant/later', 'x', { properties: { messageExpiryInterval: 10_000 } });
    const before = await held('plant/#');

    const done = await op.deleted('plant/#');
    expect(done).toMatchObject({
      ...{ state: 'deleted', filter: 'plant/#', messages: 5, payloadBytes: 14, deleted: 5 },
      ...{ refused: 0, leftAlone: 0, remaining: 0 },
      undoUntil: new Date(clock.read() + 24 * HOUR).toISOString(),
    });
    expect((await held('plant/#')).size).toBe(0);

    clock.advance(HOUR);
    const back = await op.ended(await op.undo(done.id));
    expect(back).toMatchObject({ state: 'restored', restored: 5, skipped: 0, expired: 0 });
    const after = await held('plant/#');
    const later = after.get('plant/later')?.properties?.messageExpiryInterval;
    expect(later).toBeGreaterThan(6_300);
    expect(later).toBeLessThanOrEqual(6_400);
    for (const [topic, was] of before) {
      const is = after.get(topic);
      expect({ topic, payload: is?.payload, qos: is?.qos }).toEqual({
        ...{ topic, payload: was.payload, qos: was.qos },
      });
      if (topic !== 'plant/later') expect(is?.properties).toEqual(was.properties);
    }
    expect((await op.undo(done.id)).problem).toMatchObject({
      ...{ type: '/problems/not-undoable', detail: 'It has been undone already.' },
    });
    await until(async () => !(await readdir(undoFolder())).includes(`${done.id}.undo`));
  });

  it('leave alone what came after the preview, and what came after the deletion', async () => {
    await keep('plant/a', 'old');
    await keep('plant/b', 'old');
    const shown = await op.preview('plant/#');
    await keep('plant/new', 'new');
    const done = await op.ended(await op.remove(shown.id));
    expect(done).toMatchObject({ deleted: 2, leftAlone: 1, remaining: 0 });
    await keep('plant/b', 'newer');
    const back = await op.ended(await op.undo(done.id));
    expect(back).toMatchObject({ state: 'restored', restored: 1, skipped: 1 });
    const payloads = [...(await held('plant/#'))].map(([topic, { payload }]) => [
      topic,
      payload.toString(),
    ]);
    expect(payloads.sort()).toEqual([
      ['plant/a', 'old'],
      ['plant/b', 'newer'],
      ['plant/new', 'new'],
    ]);
  });

  it('do not bring back what would have expired meanwhile', async () => {
    await keep('plant/brief', 'x', { properties: { messageExpiryInterval: 600 } });
    const done = await op.deleted('plant/#');
    clock.advance(HOUR);
    const back = await op.ended(await op.undo(done.id));
    expect(back).toMatchObject({ state: 'restored', restored: 0, expired: 1 });
  });

  it('count what the broker refuses, and say why', async () => {
    await keep('plant/ours', 'x');
    await keep('closed/theirs', 'x');
    const done = await op.deleted('+/+');
    expect(done).toMatchObject({ state: 'deleted', deleted: 1, refused: 1, remaining: 1 });
    expect(done.reason).toMatch(/^closed\/theirs: The broker refused .*Not authorized \(0x87\)/);
    await broker.reload(ACL.replace('topic write plant/#\n', ''));
    const back = await op.ended(await op.undo(done.id));
    await broker.reload(ACL);
    expect(back).toMatchObject({ state: 'failed', restored: 0, skipped: 1 });
    expect(back.reason).toMatch(/^The broker refused 1 messages, among them plant\/ours/);
    expect(await op.ended(await op.undo(done.id))).toMatchObject({
      state: 'restored',
      restored: 1,
    });
  });

  it('are handled by the thousand, one job at a time', async () => {
    const publishing = Array.from({ length: MANY }, (_, i) =>
      keep(`plant/many/${i}`, `{"value":${i}}`, { qos: 1 }),
    );
    await Promise.all(publishing);
    const shown = await op.preview('plant/many/#');
    expect(shown).toMatchObject({ messages: MANY, complete: 'yes' });
    expect(shown.first.length).toBe(100);
    const other = await op.preview('plant/many/1');
    // While the broker stands still, no deletion ends.
    const { pid = 0 } = broker;
    process.kill(pid, 'SIGSTOP');
    const begun = await op.remove(shown.id);
    const second = await op.remove(other.id);
    process.kill(pid, 'SIGCONT');
    expect([second.status, second.problem.type]).toEqual([409, '/problems/retained-busy']);
    const done = await op.ended(begun);
    expect(done).toMatchObject({ state: 'deleted', deleted: MANY, remaining: 0 });
    const back = await op.ended(await op.undo(done.id));
    expect(back).toMatchObject({ state: 'restored', restored: MANY, skipped: 0 });
  });

  it('are over after a day: undo file and all', async () => {
    await keep('plant/a', 'x');
    const done = await op.deleted('plant/#');
    const { mode } = await stat(join(undoFolder(), `${done.id}.undo`));
    const folder = await stat(undoFolder());
    expect([mode & 0o777, folder.mode & 0o777]).toEqual([0o600, 0o700]);
    clock.advance(24 * HOUR);
    admin = await served.logIn(); // the sessions are over as well
    op = await asOperator();
    expect((await op.undo(done.id)).problem.type).toBe('/problems/deletion-not-found');
    const { body } = await op.ask('GET', '/api/v1/retained/deletions');
    expect(body).toEqual({ deletions: [] });
  });

  it('can go without an undo when that is said', async () => {
    await keep('plant/a', 'x');
    const done = await op.ended(
      await op.remove((await op.preview('plant/#')).id, { withoutUndo: true }),
    );
    expect(done).toMatchObject({ state: 'deleted', deleted: 1 });
    expect(done.undoUntil).toBeUndefined();
    expect((await op.undo(done.id)).problem.type).toBe('/problems/not-undoable');
    expect(await readdir(undoFolder())).not.toContain(`${done.id}.undo`);
  });

  it('have no undo when there is no room for it, which the preview says', async () => {
    await keep('plant/a', 'x');
    const full = join(undoFolder(), 'b7f3a1de-0000-4000-8000-000000000000.undo');
    await writeFile(full, '');
    await truncate(full, 268_435_456);
    const shown = await op.preview('plant/#');
    expect(shown).toMatchObject({ messages: 1, undoable: false });
    const { status, problem } = await op.remove(shown.id);
    expect([status, problem.type]).toEqual([409, '/problems/not-undoable']);
    expect((await held('plant/#')).size).toBe(1);
    const done = await op.ended(await op.remove(shown.id, { withoutUndo: true }));
    expect(done).toMatchObject({ state: 'deleted', deleted: 1, remaining: 0 });
    await rm(full);
  });

  it('publish nothing from an undo file that is damaged', async () => {
    await keep('plant/a', 'x');
    await keep('plant/b', 'x');
    const done = await op.deleted('plant/#');
    const path = join(undoFolder(), `${done.id}.undo`);
    await truncate(path, (await stat(path)).size - 1);
    const back = await op.ended(await op.undo(done.id));
    expect(back).toMatchObject({
      ...{ state: 'failed', reason: 'The undo file is damaged: it ends before its end.' },
    });
    expect((await held('plant/#')).size).toBe(0);
  });

  it('are audited when they begin and when they end, without content', async () => {
    const secret = 'what the message says';
    await keep('plant/a', secret);
    const done = await op.deleted('plant/#');
    await op.ended(await op.undo(done.id));
    const { events, text } = await jobs().then((all) => ({
      events: all.filter(({ resourceId }) => resourceId === done.id),
      text: JSON.stringify(all),
    }));
    const short = events.map(({ action, result, actor, changes }) => ({
      ...{ action, result, name: (actor as { name: string }).name },
      changes: Object.fromEntries(
        (changes as { pointer: string; after: unknown }[]).map((one) => [one.pointer, one.after]),
      ),
    }));
    const size = { '/messages': 1, '/payloadBytes': secret.length };
    const sha256 = { '/sha256': expect.stringMatching(/^[0-9a-f]{64}$/) };
    const name = expect.stringMatching(/^operator/);
    expect(short).toEqual([
      {
        ...{ action: 'retained.restore', result: 'success', name },
        changes: { ...size, ...sha256, '/restored': 1, '/skipped': 0, '/expired': 0 },
      },
      {
        ...{ action: 'retained.restore', result: 'success', name },
        changes: { ...size, ...sha256, '/filter': 'plant/#' },
      },
      {
        ...{ action: 'retained.delete', result: 'success', name },
        changes: {
          ...{ ...size, ...sha256, '/deleted': 1, '/refused': 0 },
          ...{ '/leftAlone': 0, '/remaining': 0 },
        },
      },
      {
        ...{ action: 'retained.delete', result: 'success', name },
        changes: { ...size, '/filter': 'plant/#', '/undoable': true },
      },
    ]);
    expect(text).not.toContain(secret);
    expect(served.log()).not.toContain(secret);
  });
});
