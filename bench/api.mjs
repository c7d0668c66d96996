/** How long the API's answers take while nothing, half of what can be observed, and all of it comes in. */
import { setTimeout as pause } from 'node:timers/promises';
import { flooded, startFlood } from './flooded.mjs';
import { startMcmAsObserver } from './observers.mjs';
import { startPart } from './processes.mjs';
import { startMosquitto } from './programs.mjs';

const REQUESTS_PER_SECOND = 100;
/** For a flood to get going, and for MCM to have told what it saw of one that ended. */
const RAMP_MS = 1_000;

/**
 * `{ idle, half, ceiling }`, each `{ observedPerSecond, status, topics }`, the last two as requests.mjs tells them.
 * Where the ceiling is, `messages` show that come while nobody asks.
 */
export async function measureApi({ topics, messages, seconds }) {
  const broker = await startMosquitto();
  const observer = await startMcmAsObserver(broker);
  const { perSecond } = await flooded({ broker, observer }, { topics, count: messages });
  const parent = await levelWithValues(observer);

  const during = async (how) => {
    const flood = how && startFlood(broker, { topics, ...how });
    await pause(RAMP_MS);
    const before = await observed(observer);
    const status = await timesOf(observer, 'status', seconds);
    const page = await timesOf(observer, `topics?limit=100&parent=${parent}`, seconds);
    const after = await observed(observer);
    const observedPerSecond = ((after.messages - before.messages) / (after.at - before.at)) * 1000;
    await flood?.stop();
    return { observedPerSecond, status, topics: page };
  };
  const idle = await during();
  const half = await during({ rate: perSecond / 2 });
  const ceiling = await during({});
  await observer.stop();
  await broker.stop();
  return { idle, half, ceiling };
}

async function observed(observer) {
  return { messages: await observer.received(), at: performance.now() };
}

async function timesOf({ mcm, token }, place, seconds) {
  const url = `${mcm.url}/api/v1/${place}`;
  const how = { url, token, seconds, perSecond: REQUESTS_PER_SECOND };
  const client = startPart('requests.mjs', JSON.stringify(how));
  const times = await client.next();
  await client.stop();
  if (times.failures > 0) {
    throw new Error(`${times.failures} requests for ${url} were not answered with 200.`);
  }
  return times;
}

/** The id of a level below which a hundred topics lie: what the console shows when it is opened. */
async function levelWithValues(observer) {
  const levels = async (query) => (await observer.ask(`topics?limit=100${query}`)).topics;
  const factory = (await levels('')).find(({ name }) => name === 'factory');
  const [hall] = await levels(`&parent=${factory?.id}`);
  const values = await levels(`&parent=${hall?.id}`);
  if (values.length !== 100) throw new Error('MCM does not show the topics of the flood.');
  return hall.id;
}
