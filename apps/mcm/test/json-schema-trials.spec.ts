import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '#testing';
import { SchemaPlant } from './schema-plant.js';

const MESSAGES = 40;

let plant: SchemaPlant;
beforeAll(async () => {
  plant = await SchemaPlant.start();
  for (let i = 0; i < MESSAGES; i++) {
    const pump = {
      rpm: 1_000 + i,
      state: i % 2 === 0 ? 'on' : 'off',
      at: new Date(i * 1e6).toISOString(),
    };
    await plant.publish(`tried/pump${i % 2}`, i === 7 ? { ...pump, fault: true } : pump);
  }
  await plant.publish('tried/text', 'not JSON');
  await until(async () => (await topic('tried/text')) !== undefined);
});
afterAll(() => plant.stop());

async function topic(name: string): Promise<string | undefined> {
  const as = plant.served.as(plant.operator);
  const { body } = await as('POST', '/api/v1/topics/lookup', { topics: [name] });
  return (body as { topics: { id: string }[] }).topics[0]?.id;
}

const trial = async (body: object) => (await plant.ask('POST', '/try', body)).body;

describe('a schema that is tried', () => {
  it('judges a payload that was pasted', async () => {
    const document = { properties: { a: { maximum: 1 } } };
    expect(await trial({ document, payload: '{"a":2}' })).toEqual({
      ...{ judged: 1, violations: 1, skipped: 0, coverage: 'The payload that was given.' },
      results: [
        {
          valid: false,
          errors: [{ pointer: '/a', keyword: 'maximum', detail: 'must be at most 1, and is 2' }],
        },
      ],
    });
    expect(await trial({ document, payload: '{"a":1}' })).toMatchObject({ violations: 0 });
    expect(await trial({ document, payload: '{' })).toMatchObject({ violations: 1 });
    expect(await trial({ document: false, payload: '' })).toMatchObject({ violations: 1 });
  });

  it('judges the messages of a topic, those that break it first', async () => {
    const topicId = await topic('tried/pump1');
    expect(await trial({ document: { properties: { fault: false } }, topicId })).toMatchObject({
      ...{ judged: MESSAGES / 2, violations: 1, skipped: 0 },
      coverage: expect.stringMatching(/^20 messages of 1 topic; from .* until .*Z\.$/),
      results: [
        { topic: 'tried/pump1', number: 4, valid: false, errors: [{ pointer: '/fault' }] },
        ...Array.from({ length: MESSAGES / 2 - 1 }, () => ({ valid: true, errors: [] })),
      ],
    });
  });

  it('judges the messages of all topics that a filter selects', async () => {
    const document = { type: 'object', required: ['rpm'] };
    const all = (await trial({ document, topicFilter: 'tried/#' })) as { results: object[] };
    expect(all).toMatchObject({ judged: MESSAGES + 1, violations: 1 });
    expect(all.results[0]).toMatchObject({ topic: 'tried/text', valid: false });
    expect(await trial({ document, topicFilter: 'nowhere' })).toEqual({
      ...{ judged: 0, violations: 0, skipped: 0, results: [] },
      coverage: '0 messages of 0 topics.',
    });
  });

  it.each([
    ['nothing to try it on', { document: {} }],
    ['two things to try it on', { document: {}, payload: '1', topicFilter: 'a' }],
    ['a document that is none', { document: { type: 'x' }, payload: '1' }],
    ['a filter that is none', { document: {}, topicFilter: '#/a' }],
    ['no document', { payload: '1' }],
  ])('is refused with %s', async (_, body) => {
    const { status, problem } = await plant.ask('POST', '/try', body);
    expect([status, problem.type]).toEqual([400, '/problems/validation-failed']);
  });

  it('says so of a topic that is not there', async () => {
    const body = { document: {}, topicId: 'x'.repeat(22) };
    const { problem } = await plant.ask('POST', '/try', body);
    expect(problem.type).toBe('/problems/topic-not-found');
  });

  it('is given up when it takes too long', async () => {
    let payload = '1';
    for (let i = 0; i < 40; i++) payload = `[${payload}]`;
    const items = { items: { $ref: '#' } };
    const { problem } = await plant.ask('POST', '/try', {
      document: {
        oneOf: [
          { ...items, minItems: 1 },
          { ...items, maxItems: 1 },
        ],
      },
      payload,
    });
    expect(problem.type).toBe('/problems/too-much-work');
    expect((await plant.ask('GET', '')).status).toBe(200);
  });
});

describe('a schema that is inferred', () => {
  it('fits all messages that it was inferred from, and says how many those were', async () => {
    const { body } = await plant.ask('POST', '/infer', {
      topicFilter: 'tried/+',
      draft: 'draft-07',
    });
    expect(body).toMatchObject({
      ...{ messages: MESSAGES + 1, topics: 3, notJson: 1 },
      document: {
        $schema: 'http://json-schema.org/draft-07/schema#',
        type: 'object',
        properties: {
          rpm: { type: 'integer', minimum: 1_000, maximum: 1_000 + MESSAGES - 1 },
          state: { type: 'string', enum: ['off', 'on'] },
          at: { type: 'string', format: 'date-time' },
          fault: { type: 'boolean' },
        },
        required: ['at', 'rpm', 'state'],
      },
      notes: expect.arrayContaining([expect.stringMatching(/held no JSON/)]),
    });
    const { document } = body as { document: object };
    expect(await trial({ document, topicFilter: 'tried/+' })).toMatchObject({ violations: 1 });
  });

  it('says nothing where nothing was seen', async () => {
    const { body } = await plant.ask('POST', '/infer', { topicFilter: 'nowhere/#' });
    expect(body).toMatchObject({ messages: 0, topics: 0, notJson: 0 });
    expect(body).not.toHaveProperty('from');
  });
});
