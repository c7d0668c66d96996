import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '#platform';
import { until } from '#testing';
import { SchemaPlant, type Schema } from './schema-plant.js';

const OVEN = {
  type: 'object',
  properties: { temperature: { type: 'number', maximum: 300 }, unit: { enum: ['C', 'K'] } },
  required: ['temperature'],
};

let plant: SchemaPlant;
beforeAll(async () => {
  plant = await SchemaPlant.start();
});
afterAll(() => plant.stop());

const ask = (...asked: Parameters<SchemaPlant['ask']>) => plant.ask(...asked);

describe('a JSON Schema', () => {
  it('is kept as it was sent, is enabled unless said otherwise, and is of the latest draft', async () => {
    expect((await ask('GET', '')).body).toEqual({ schemas: [], total: 0 });
    const wish = { name: 'oven', topicFilter: 'kept/oven', document: OVEN };
    const { status, headers, body } = await ask('POST', '', wish);
    expect(status).toBe(201);
    expect(headers.get('etag')).toBe('"1"');
    const none = { tooFast: 0, tooLarge: 0, timedOut: 0, notHeld: 0 };
    expect(body).toEqual({
      ...{ ...wish, id: expect.any(Number), draft: '2020-12', enabled: true, version: 1 },
      ...{ createdAt: expect.any(String), updatedAt: expect.any(String) },
      counts: { judged: 0, violations: 0, skipped: none, violationsPerMinute: 0 },
    });
    const { document, ...summary } = body as Schema;
    expect((await ask('GET', '')).body).toEqual({ schemas: [summary], total: 1 });
    expect((await ask('GET', `/${summary.id}`)).body).toEqual({ document, ...summary });
    expect((await ask('GET', `/${summary.id}/topics`)).body).toEqual({
      ...{ topics: [], total: 0, letGo: 0 },
    });
    expect((await ask('GET', `/${summary.id}/violations`)).body).toEqual({ examples: [] });
    expect((await ask('DELETE', `/${summary.id}`)).status).toBe(204);
    expect((await ask('GET', `/${summary.id}`)).problem.type).toBe('/problems/schema-not-found');
  });

  it('keeps members of its document that JavaScript has a meaning for', async () => {
    const document = { properties: { valueOf: { type: 'string' }, toString: {} }, const: null };
    const { id } = await plant.create('names', 'kept/names', document);
    expect((await plant.get(id)).document).toEqual(document);
    await ask('DELETE', `/${id}`);
  });

  it('is changed where the change says so, and by the version that was read', async () => {
    const { id } = await plant.create('changed', 'kept/changed', OVEN, { description: 'Hall B' });
    const { body } = await ask('PUT', `/${id}`, { enabled: false });
    expect(body).toMatchObject({
      enabled: false,
      version: 2,
      description: 'Hall B',
      document: OVEN,
    });
    const stale = await plant.served.ask(`/api/v1/json-schemas/${id}`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${plant.operator}`,
        'if-match': '"1"',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ name: 'late' }),
    });
    expect(stale.problem.type).toBe('/problems/stale-version');
    const draft = await ask('PUT', `/${id}`, { draft: 'draft-07', description: '' });
    expect(draft.body).toMatchObject({ draft: 'draft-07', version: 3 });
    expect(draft.body).not.toHaveProperty('description');
    // A document that does not say its draft is of the one before.
    const other = await ask('PUT', `/${id}`, { document: { type: 'object' } });
    expect(other.body).toMatchObject({ draft: 'draft-07', document: { type: 'object' } });
    await ask('DELETE', `/${id}`);
  });

  it('is found in the audit trail with its document, before and after', async () => {
    const { id } = await plant.create('audited', 'kept/audited', { maximum: 1 });
    await ask('PUT', `/${id}`, { document: { maximum: 2 } });
    await ask('DELETE', `/${id}`);
    const { body } = await plant.served.as(plant.admin)(
      'GET',
      `/api/v1/audit-events?resourceId=${id}&limit=10`,
    );
    const trail = JSON.stringify(body);
    for (const action of ['create', 'update', 'delete']) {
      expect(trail).toContain(`json_schema.${action}`);
    }
    expect(trail).toContain('{"pointer":"/document/maximum","before":1,"after":2}');
  });

  it.each([
    ['without a name', { name: undefined }, '/name'],
    [
      'with a member that it cannot keep',
      { document: { properties: { prototype: {} } } },
      undefined,
    ],
    ['with an empty name', { name: '' }, '/name'],
    ['with a name that is too long', { name: 'x'.repeat(101) }, '/name'],
    ['with a control character in its name', { name: 'a\nb' }, '/name'],
    ['with a filter that is none', { topicFilter: 'a/#/b' }, '/topicFilter'],
    ['for a shared subscription', { topicFilter: '$share/g/a' }, '/topicFilter'],
    ['of a draft that is not known', { draft: 'draft-04' }, '/draft'],
    ['without a document', { document: undefined }, '/document'],
    ['with a list for a document', { document: [] }, '/document'],
    [
      'with a document that is no schema',
      { document: { properties: { a: { type: 'text' } } } },
      '/document/properties/a/type',
    ],
    [
      'with a document of another draft',
      { draft: '2020-12', document: { $schema: 'http://json-schema.org/draft-07/schema#' } },
      '/document/$schema',
    ],
    [
      'with a reference to elsewhere',
      { document: { items: { $ref: 'https://example.com/a.json' } } },
      '/document/items/$ref',
    ],
    ['with a pattern that looks ahead', { document: { pattern: '^(?!x)' } }, '/document/pattern'],
    [
      'with a pattern that is none',
      { document: { patternProperties: { '(': {} } } },
      '/document/patternProperties/(',
    ],
    ['with too large a document', { document: { description: 'x'.repeat(65_536) } }, '/document'],
    ['with what is not known', { colour: 'red' }, '/colour'],
  ])('is refused %s', async (_, wrong, pointer) => {
    const wish = { name: 'refused', topicFilter: 'a', document: OVEN, ...wrong };
    const { status, problem } = await ask('POST', '', wish);
    expect([status, problem.type]).toEqual([400, '/problems/validation-failed']);
    const pointers = problem.errors?.map((one) => one.pointer) ?? [undefined];
    expect(pointers).toContain(pointer);
  });

  it('is refused with a name that is taken, and beyond two hundred', async () => {
    const first = await plant.create('taken', 'many', true);
    const again = await ask('POST', '', { name: 'taken', topicFilter: 'b', document: {} });
    expect(again.problem.type).toBe('/problems/name-taken');
    const { id } = await plant.create('not taken', 'many', true);
    const renamed = await ask('PUT', `/${id}`, { name: 'taken' });
    expect(renamed.problem.type).toBe('/problems/name-taken');
    await plant.served.app.get(Database).write((tx) =>
      tx.query(`INSERT INTO json_schemas
          (name, topic_filter, draft, document, enabled, version, created_at, updated_at)
        SELECT 'many ' || value, 'many', '2020-12', 'true', 0, 1, 0, 0
        FROM json_each('[${Array.from({ length: 198 }, (_, i) => i).join(',')}]')`),
    );
    const beyond = await ask('POST', '', { name: 'beyond', topicFilter: 'many', document: {} });
    expect(beyond.problem.type).toBe('/problems/too-many-schemas');
    const page = (await ask('GET', '?limit=150&cursor=100')).body as { schemas: Schema[] };
    expect(page).toMatchObject({ total: 200 });
    expect(page.schemas).toHaveLength(100);
    expect(page).not.toHaveProperty('nextCursor');
    await plant.served.app.get(Database).write((tx) => tx.query('DELETE FROM json_schemas'));
    expect(first.id).toBeLessThan(id);
  });
});

describe('messages', () => {
  it('are judged by all enabled schemas whose filter selects their topic', async () => {
    const stream = plant.served.stream(plant.operator);
    const hot = await plant.create('hot', 'live/+/oven', OVEN);
    const unit = await plant.create('unit', 'live/#', { required: ['unit'] });
    const off = await plant.create('off', 'live/#', false, { enabled: false });
    const other = await plant.create('other', 'elsewhere/#', false);
    await plant.settled(hot, (number) => `live/${number}/oven`);
    const before = await plant.get(hot.id);
    await plant.publish('live/a/oven', { temperature: 400 });
    await plant.publish('live/a/oven', 'not JSON');
    await plant.publish('live/a/oven', { temperature: 'hot', unit: 'F' });
    await plant.publish('live/a', { unit: 'C' });
    await until(async () => (await plant.get(hot.id)).counts.judged === before.counts.judged + 3);
    const { counts } = await plant.get(hot.id);
    expect(counts).toMatchObject({
      violations: before.counts.violations + 3,
      violationsPerMinute: before.counts.violations + 3,
    });
    expect(Date.parse(counts.lastViolationAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect((await plant.get(off.id)).counts.judged).toBe(0);
    expect((await plant.get(other.id)).counts.judged).toBe(0);

    const verdicts = () => plant.verdicts('live/a/oven');
    await until(async () => JSON.stringify(await verdicts()).includes('is the text'));
    expect(await verdicts()).toMatchObject([
      {
        schemaName: 'hot',
        valid: false,
        errors: [
          {
            pointer: '/temperature',
            keyword: 'type',
            detail: 'must be a number, and is the text "hot"',
          },
          { pointer: '/unit', keyword: 'enum', detail: 'must be one of "C", "K", and is "F"' },
        ],
      },
      { schemaName: 'unit', valid: true, errors: [], violations: 2 },
    ]);

    const { examples } = (await ask('GET', `/${hot.id}/violations`)).body as { examples: object[] };
    expect(examples.length).toBeLessThanOrEqual(20);
    expect(examples.slice(0, 3)).toMatchObject([
      {
        ...{ topic: 'live/a/oven', payloadBytes: 32 },
        payloadPreview: '{"temperature":"hot","unit":"F"}',
      },
      {
        errors: [{ pointer: '', keyword: 'json', detail: 'payload is not valid JSON' }],
        payloadPreview: 'not JSON',
      },
      { errors: [{ pointer: '/temperature', detail: 'must be at most 300, and is 400' }] },
    ]);
    await until(async () => (await plant.verdicts('live/a')).some(({ judged }) => judged === 1));
    const { topics, ...page } = (await ask('GET', `/${unit.id}/topics`)).body as {
      topics: { topic: string; topicId: string }[];
    };
    expect(page).toEqual({ total: 4, letGo: 0 });
    expect(topics.find(({ topic }) => topic === 'live/a')).toEqual({
      ...{ topic: 'live/a', topicId: expect.any(String), judged: 1, violations: 0 },
      ...{ lastAt: expect.any(String), lastValid: true },
    });
    expect(topics[0]).toMatchObject({ topic: 'live/a/oven', violations: 2, lastValid: true });

    const frame = await stream.frame(
      (one) => one.type === 'schema_verdict' && one.schemaId === hot.id && one.violations === 3,
    );
    expect(frame).toMatchObject({
      ...{ topic: 'live/a/oven', valid: false },
      errors: [
        '/temperature must be a number, and is the text "hot"',
        '/unit must be one of "C", "K", and is "F"',
      ],
    });
    await plant.publish('live/a/oven', { temperature: 20, unit: 'C' });
    await stream.frame(
      (one) => one.type === 'schema_verdict' && one.schemaId === hot.id && one.valid,
    );
    stream.socket.close();

    const metric = (name: string, result: string) =>
      plant.metric(`mcm_schema_messages_total{schema="${name}",result="${result}"}`);
    await until(async () => (await metric('hot', 'valid')) === 1);
    expect(await metric('hot', 'invalid')).toBe(before.counts.violations + 3);
    expect(await metric('hot', 'skipped')).toBe(0);
    expect(await metric('off', 'valid')).toBe(0);
    await ask('DELETE', `/${hot.id}`);
    expect(await metric('hot', 'invalid')).toBeNaN();
    for (const { id } of [unit, off, other]) await ask('DELETE', `/${id}`);
  });

  it('below $ are not selected by a wildcard at the beginning of a filter', async () => {
    const all = await plant.create('all', '#', { type: 'number' });
    const system = await plant.create('system', '$SYS/broker/uptime', false);
    await plant.settled(all, (number) => `dollar/${number}`);
    const uptime = () => plant.verdicts('$SYS/broker/uptime');
    await until(async () => (await uptime()).some(({ valid }) => valid === false));
    expect(await uptime()).toMatchObject([{ schemaName: 'system' }]);
    expect((await plant.get(all.id)).counts.violations).toBe(0);
    for (const { id } of [all, system]) await ask('DELETE', `/${id}`);
  });

  it('count from nought when the document or the filter changes, and only then', async () => {
    const schema = await plant.create('anew', 'anew/#', { type: 'object' });
    const { judged } = await plant.settled(schema, (number) => `anew/${number}`);
    expect(judged).toBeGreaterThan(0);
    const renamed = await ask('PUT', `/${schema.id}`, { name: 'anew too' });
    expect((renamed.body as Schema).counts.judged).toBe(judged);
    const edited = await ask('PUT', `/${schema.id}`, { document: { type: 'array' } });
    expect((edited.body as Schema).counts).toMatchObject({ judged: 0, violations: 0 });
    await until(async () => {
      await plant.publish('anew/a', {});
      return (await plant.get(schema.id)).counts.violations > 0;
    });
    await ask('DELETE', `/${schema.id}`);
  });
});
