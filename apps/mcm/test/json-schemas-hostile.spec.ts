import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '#testing';
import { SchemaPlant, type Counts, type Schema } from './schema-plant.js';

/** Takes time that doubles with each level of a payload. */
const DOUBLING = {
  $defs: { list: { items: { oneOf: [{ $ref: '#/$defs/list' }, { $ref: '#/$defs/list' }] } } },
  $ref: '#/$defs/list',
};
/** The same by way of what is only known while it is judged. */
const DYNAMIC = {
  $dynamicAnchor: 'node',
  items: { oneOf: [{ $dynamicRef: '#node' }, { $dynamicRef: '#node' }] },
};
const BEAT_MS = 50;
const nested = `${'['.repeat(60)}${']'.repeat(60)}`;

let plant: SchemaPlant;
beforeAll(async () => {
  plant = await SchemaPlant.start();
});
afterAll(() => {
  clearInterval(pulse);
  return plant.stop();
});

const skippedOf = ({ skipped }: Counts) =>
  Object.values(skipped).reduce((all, one) => all + one, 0);
const accountedFor = (counts: Counts) => counts.judged + skippedOf(counts);

/** Messages that MCM has seen on topics that the filter selects. */
async function observed(filter: string): Promise<number> {
  const query = `filter=${encodeURIComponent(filter)}&limit=500`;
  const { body } = await plant.served.as(plant.admin)('GET', `/api/v1/topics?${query}`);
  return (body as { topics: { messages: number }[] }).topics.reduce(
    (all, one) => all + one.messages,
    0,
  );
}

const ticks = () => plant.metric('mcm_observer_tick_lateness_seconds_count');
/** How often the machine stood still for half a second or more, seen by a timer that judges nothing. */
let stalls = 0;
let beat = performance.now();
const pulse = setInterval(() => {
  const now = performance.now();
  if (now - beat > BEAT_MS + 500) stalls += 1;
  beat = now;
}, BEAT_MS);
/**
 * Ticks of the observer that were later than the second for which a message may keep the judge busy, without those for
 * which the machine is to blame.
 */
async function late(): Promise<number> {
  const { body } = await plant.served.ask('/metrics');
  const figure = (name: string) =>
    Number(String(body).split(`mcm_observer_tick_lateness_seconds_${name} `)[1]?.split('\n')[0]);
  return Math.max(0, figure('count') - figure('bucket{le="1"}') - stalls);
}

/** Waits until the schema says so of all messages that MCM saw since it had seen `before` of them. */
async function untilAllAccounted(schema: Schema, filter: string, missed: number): Promise<Counts> {
  let counts = (await plant.get(schema.id)).counts;
  await until(
    async () => {
      counts = (await plant.get(schema.id)).counts;
      return accountedFor(counts) === (await observed(filter)) - missed;
    },
    () => JSON.stringify(counts),
  );
  return counts;
}

/** Again when it took longer than a message may, as on a busy machine; a change of the schema forgives it that. */
async function publishUntilJudged({ id }: Schema, topic: string, payload: string): Promise<void> {
  const timedOut = async () => (await plant.get(id)).counts.skipped.timedOut;
  const isJudged = async () => (await plant.verdicts(topic))[0]?.valid !== undefined;
  for (;;) {
    const before = await timedOut();
    await plant.publish(topic, payload);
    await until(async () => (await isJudged()) || (await timedOut()) > before);
    if (await isJudged()) return;
    await plant.ask('PUT', `/${id}`, { enabled: true });
  }
}

/** Messages that came before the feed had begun. */
async function missedBy(
  schema: Schema,
  filter: string,
  marker: (n: number) => string,
): Promise<number> {
  const counts = await plant.settled(schema, marker);
  return (await observed(filter)) - accountedFor(counts);
}

describe('a flood that is faster than the judge', () => {
  it('is sampled, and each message is either judged or counted as skipped', async () => {
    const items = Array.from({ length: 1_500 }, (_, i) => ({ i, name: `item ${i}` }));
    const schema = await plant.create('flooded', 'flood/#', { uniqueItems: true });
    const missed = await missedBy(schema, 'flood/#', (n) => `flood/marker${n}`);
    const payload = JSON.stringify(items);
    const before = await ticks();
    for (let i = 0; i < 3_000; i++) {
      plant.device.publish(`flood/${i % 10}`, payload);
      if (i % 50 === 49) await plant.publish('other', 'x');
    }
    await plant.publish('flood/last', '1');
    await until(async () => (await observed('flood/last')) === 1);
    const counts = await untilAllAccounted(schema, 'flood/#', missed);
    expect(counts.skipped.tooFast).toBeGreaterThan(0);
    expect(counts.judged).toBeGreaterThan(100);
    expect(counts.violations).toBe(0);
    expect(await ticks()).toBeGreaterThan(before);
    expect(await late()).toBe(0);
    const metric = (result: string) =>
      plant.metric(`mcm_schema_messages_total{schema="flooded",result="${result}"}`);
    const told = async () => [await metric('skipped'), await metric('valid')];
    // As of the last tick.
    await until(async () => String(await told()) === String([skippedOf(counts), counts.judged]));
    await plant.ask('DELETE', `/${schema.id}`);
  });
});

describe('a message that takes too long', () => {
  it.each([
    ['alternatives within alternatives', DOUBLING],
    ['what is known only while it is judged', DYNAMIC],
  ])(
    'ends the judge, which goes on with the next and has lost no count: %s',
    async (name, document) => {
      const schema = await plant.create(name, 'slow/#', document);
      const neighbour = await plant.create(`beside ${name}`, 'slow/+', {
        type: ['array', 'number'],
      });
      const missed = await missedBy(schema, 'slow/#', (n) => `slow/marker${n}`);
      const before = await ticks();
      for (let i = 0; i < 20; i++) await plant.publish('slow/a', '[]');
      await plant.publish('slow/hostile', nested);
      for (let i = 0; i < 20; i++) await plant.publish('slow/b', '[[]]');
      await until(async () => (await plant.get(schema.id)).counts.skipped.timedOut === 1);
      // The judge was at it for a second: the observer was not.
      expect((await ticks()) - before).toBeGreaterThan(1);
      expect(await late()).toBe(0);
      const counts = await untilAllAccounted(schema, 'slow/#', missed);
      expect(counts.skipped.timedOut).toBe(1);
      const settled = await plant.settled(schema, (n) => `slow/after${n}`);
      expect(settled.judged).toBeGreaterThan(counts.judged);
      expect((await plant.get(neighbour.id)).counts.skipped.timedOut).toBe(0);
      expect(await plant.metric('mcm_schema_skipped_total{reason="timedOut"}')).toBeGreaterThan(0);
      for (const { id } of [schema, neighbour]) await plant.ask('DELETE', `/${id}`);
    },
  );

  it('suspends the schema when there are three within ten minutes, until somebody changes it', async () => {
    const schema = await plant.create('suspended', 'thrice/#', DOUBLING);
    const neighbour = await plant.create('not suspended', 'thrice/#', {});
    await plant.settled(schema, (n) => `thrice/${n}`);
    for (let strike = 1; strike <= 3; strike++) {
      await until(async () => {
        await plant.publish('thrice/hostile', nested);
        return (await plant.get(schema.id)).counts.skipped.timedOut >= strike;
      });
    }
    await until(async () => (await plant.get(schema.id)).suspended !== undefined);
    expect((await plant.get(schema.id)).suspended).toMatch(/Three messages within ten minutes/);
    const { judged } = (await plant.get(neighbour.id)).counts;
    await until(async () => {
      await plant.publish('thrice/hostile', nested);
      return (await plant.get(neighbour.id)).counts.judged > judged;
    });
    await plant.ask('PUT', `/${schema.id}`, { enabled: true });
    expect(await plant.get(schema.id)).not.toHaveProperty('suspended');
    const again = (await plant.get(schema.id)).counts.judged;
    await until(async () => {
      await plant.publish('thrice/a', '[]');
      return (await plant.get(schema.id)).counts.judged > again;
    });
    for (const { id } of [schema, neighbour]) await plant.ask('DELETE', `/${id}`);
  });
});

describe('patterns that make other engines hang, and documents of ten mebibytes', () => {
  it('are judged while the observer ticks', async () => {
    const schema = await plant.create('patterns', 'large/#', {
      type: ['string', 'number', 'array'],
      pattern: '^(a+)+$',
      items: { pattern: '^([a-z]+)*\\d$', type: ['string', 'object'] },
    });
    const missed = await missedBy(schema, 'large/#', (n) => `large/marker${n}`);
    const before = await ticks();
    const large = {
      'large/evil': `${'a'.repeat(100_000)}!`,
      'large/long': 'a'.repeat(10_000_000),
      'large/list': Array.from({ length: 300_000 }, (_, i) => ({ i, s: 'abcdefgh' })),
      'large/texts': Array.from({ length: 100_000 }, () => `${'a'.repeat(90)}!`),
    };
    for (const [topic, payload] of Object.entries(large)) {
      // One by one: two of them at once are more than may be on their way.
      await publishUntilJudged(schema, topic, JSON.stringify(payload));
    }
    const counts = await untilAllAccounted(schema, 'large/#', missed);
    expect(counts.skipped).toMatchObject({ tooFast: 0, tooLarge: 0, notHeld: 0 });
    const topics = (await plant.ask('GET', `/${schema.id}/topics`)).body as {
      topics: { topic: string; lastValid: boolean }[];
    };
    const valid = Object.fromEntries(
      topics.topics.map(({ topic, lastValid }) => [topic, lastValid]),
    );
    expect(valid).toMatchObject({
      ...{ 'large/evil': false, 'large/long': true },
      ...{ 'large/list': true, 'large/texts': false },
    });
    expect(await ticks()).toBeGreaterThan(before);
    expect(await late()).toBe(0);
    await plant.ask('DELETE', `/${schema.id}`);
  });

  it('that need more memory or time than there is are counted, and the judge goes on', async () => {
    const schema = await plant.create('memory', 'memory/#', { uniqueItems: true });
    const missed = await missedBy(schema, 'memory/#', (n) => `memory/marker${n}`);
    const items = Array.from({ length: 1_400_000 }, (_, i) => `[${i}]`).join(',');
    await plant.publish('memory/many', `[${items}]`);
    await until(async () => (await observed('memory/many')) === 1);
    const counts = await untilAllAccounted(schema, 'memory/#', missed);
    expect(counts.skipped).toMatchObject({ timedOut: 1, tooLarge: 0 });
    const settled = await plant.settled(schema, (n) => `memory/after${n}`);
    expect(settled.judged).toBeGreaterThan(counts.judged);
    await plant.ask('DELETE', `/${schema.id}`);
  });
});
