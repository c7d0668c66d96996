/**
 * How many messages a second MCM observes, beside a plain reader, and beside a patient one, which rests between reads
 * as MCM does.
 *
 * One at a time, each with a broker of its own: with both subscribed at once, the broker slows both alike, which
 * proves nothing.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { droppedBy, flooded, spreads } from './flooded.mjs';
import { startMcmAsObserver, startReader } from './observers.mjs';
import { startMosquitto } from './programs.mjs';

/** What a program still does after its start is not to be counted as observing. */
const SETTLE_MS = 1_000;

const OBSERVERS = {
  plain: ({ port }) => startReader({ port }),
  patient: ({ port }) => startReader({ port, restMs: 1 }),
  mcm: (broker) => startMcmAsObserver(broker),
};

/** One after the other, for each of `floods`: `{ runs, messages, topics, payloadBytes }`. */
export async function measureObserving({ floods }) {
  const measured = [];
  for (const flood of floods) measured.push(await compare(flood));
  return measured;
}

/** `{ plain, patient, mcm }` as `summary` makes them of alternating runs, and what was sent. */
async function compare(flood) {
  const measured = { plain: [], patient: [], mcm: [] };
  for (let run = 0; run < flood.runs; run++) {
    for (const [name, startObserver] of Object.entries(OBSERVERS)) {
      measured[name].push(await observe(startObserver, flood));
    }
  }
  const [plain, patient, mcm] = Object.values(measured).map(summary);
  return { plain, patient, mcm, ...flood };
}

function summary(runs) {
  return {
    ...spreads(runs),
    lost: runs.reduce((sum, { lost }) => sum + lost, 0),
    dropped: runs.reduce((sum, { dropped }) => sum + dropped, 0),
  };
}

/** One run: what `flooded` says, and `{ lost, dropped }`. */
async function observe(startObserver, { messages, topics, payloadBytes }) {
  const broker = await startMosquitto();
  const observer = await startObserver(broker);
  await pause(SETTLE_MS);
  const cost = await flooded({ broker, observer }, { count: messages, topics, payloadBytes });
  const dropped = await droppedBy(broker, messages);
  await observer.stop();
  await broker.stop();
  return { ...cost, lost: messages - cost.received, dropped };
}
