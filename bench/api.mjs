/** Part 3: how long the API's answers take while nothing, half of what can be observed, and all of it comes in. */
import { setTimeout as pause } from 'node:timers/promises';
import { startPart } from './processes.mjs';
import { ask, logIn, prepareMcm, startMcm, startMosquitto, untilObserving } from './programs.mjs';

const REQUESTS_PER_SECOND = 100;
/** For a flood to get going, and for MCM to have told what it saw of one that ended. */
const RAMP_MS = 1_000;

/**
 * `[{ load, observedPerSecond, status, topics }]`, the last two as `requests.mjs` tells them. `ceiling` is in
 * messages per second.
 */
export async function measureApi({ ceiling, topics, seconds }) {
  const broker = await startMosquitto();
  const mcm = await startMcm(await prepareMcm(broker));
  await untilObserving(mcm);
  const token = await logIn(mcm);
  const flooded = (how) =>
    startPart('flood.mjs', JSON.stringify({ port: broker.port, topics, ...how }));
  const seed = flooded({ count: topics + 2 });
  await seed.next();
  const parent = await levelWithValues(mcm, token);

  const loads = [
    { load: 'idle' },
    { load: 'half of the ceiling', how: { rate: ceiling / 2 } },
    { load: 'the ceiling', how: {} },
  ];
  const results = [];
  for (const { load, how } of loads) {
    const flood = how && flooded(how);
    await pause(RAMP_MS);
    const times = async (place) => {
      const url = `${mcm.url}/api/v1/${place}`;
      return timesOf({ url, token, seconds, perSecond: REQUESTS_PER_SECOND });
    };
    const before = await observed(mcm, token);
    const status = await times('status');
    const page = await times(`topics?limit=100&parent=${parent}`);
    const after = await observed(mcm, token);
    const observedPerSecond = ((after.messages - before.messages) / (after.at - before.at)) * 1000;
    results.push({ load, observedPerSecond, status, topics: page });
    await flood?.stop();
  }
  await mcm.stop();
  await broker.stop();
  return results;
}

async function observed(mcm, token) {
  const { observer } = await ask(mcm, token, 'status');
  return { messages: observer.messages, at: performance.now() };
}

async function timesOf(request) {
  const client = startPart('requests.mjs', JSON.stringify(request));
  const times = await client.next();
  await client.stop();
  if (times.failures > 0) {
    throw new Error(`${times.failures} requests for ${request.url} were not answered with 200.`);
  }
  return times;
}

/** The id of a level below which a hundred topics lie: what the console shows when it is opened. */
async function levelWithValues(mcm, token) {
  const levels = async (query) => (await ask(mcm, token, `topics?limit=100${query}`)).topics;
  const factory = (await levels('')).find(({ name }) => name === 'factory');
  const [hall] = await levels(`&parent=${factory?.id}`);
  const values = await levels(`&parent=${hall?.id}`);
  if (values.length !== 100) throw new Error('MCM does not show the topics of the flood.');
  return hall.id;
}
