import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { answer } from './answer.js';
import { Observation } from './observation.js';
import type { FromWorker, ToWorker, WorkerSettings } from './port.js';
import { Ticker } from './ticker.js';
import { Turns } from './turns.js';

/** Questions that are answered at once; they share the time that the broker's messages leave. */
const MOST_QUESTIONS = 64;
/** How long the broker gets to close the connections. */
const GOODBYE_MS = 1_000;

const port = parentPort;
if (port === null) throw new Error('this file is the entry of a worker thread');
const post = (message: FromWorker) => port.postMessage(message);

const observation = new Observation(workerData as WorkerSettings, () => ticker.tick());
const ticker = new Ticker(observation, post);

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'watch':
      observation.table.watch(message.filters);
      ticker.setPace(message.maxPerSecond);
      return;
    case 'feed':
      observation.feed(message);
      return;
    case 'ask':
      void reply(message);
      return;
    case 'forget':
      wanted.delete(message.number);
      return;
    case 'tick-taken':
      ticker.taken();
      return;
    case 'stop':
      void stop();
      return;
  }
});
const turns = new Turns();
/** The numbers of the questions that are being answered, and that somebody waits for. */
const wanted = new Set<number>();
observation.start();

async function reply({ number, question }: ToWorker & { kind: 'ask' }): Promise<void> {
  if (wanted.size >= MOST_QUESTIONS) {
    const reason = 'The observer has too many questions to answer. Ask again in a moment.';
    post({ kind: 'no-answer', number, reason });
    return;
  }
  wanted.add(number);
  const { table, liveClients } = observation;
  const asked = { table, liveClients, question, now: Date.now, turns };
  try {
    const reply = await answer({ ...asked, wanted: () => wanted.has(number) });
    post({ kind: 'answer', number, answer: reply });
  } catch (error) {
    // A fault in one answer must not end the observation; whoever asked is told.
    post({ kind: 'no-answer', number, reason: `The observer could not answer: ${String(error)}` });
  } finally {
    wanted.delete(number);
  }
}

async function stop(): Promise<void> {
  await Promise.race([observation.stop(), pause(GOODBYE_MS)]);
  process.exit(0);
}
