import { parentPort } from 'node:worker_threads';
import { SparkplugState } from '#domain/sparkplug';
import { FeedReader, topicId, type FedMessage, type FeedSkips } from '#link/observer';
import { answer } from './answer.js';
import { inflate } from './inflate.js';
import type { FromWorker, ToWorker } from './port.js';

const TICK_MS = 250;
/** Told at once; the rest comes with the next tick. */
const CHANGES_PER_TICK = 20;

const port = parentPort;
if (port === null) throw new Error('this file is the entry of a worker thread');
const post = (message: FromWorker) => port.postMessage(message);

const state = new SparkplugState({ idOf: topicId, inflate });
let feed: FeedReader | undefined;
let skipped = 0;
/** Whether there is something that the last tick did not tell. */
let untold = true;
let taken = true;

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'feed':
      feed?.close();
      skipped = 0;
      feed = new FeedReader(message.port, take, message.first);
      return;
    case 'interrupted':
      state.interrupted(message.at);
      untold = true;
      return;
    case 'ask':
      reply(message);
      return;
    case 'tick-taken':
      taken = true;
      return;
  }
});

setInterval(tick, TICK_MS);

function take(messages: Iterable<FedMessage>, { tooFast, tooLarge, lost }: FeedSkips): void {
  for (const message of messages) {
    if (message.afterGap) state.gap(message.at);
    state.take(message);
  }
  state.missed(tooFast + tooLarge + lost - skipped);
  skipped = tooFast + tooLarge + lost;
  untold = true;
}

function tick(): void {
  state.sweep(Date.now());
  if (!taken || !untold) return;
  const changes = state.takeChanges(CHANGES_PER_TICK);
  untold = changes.length === CHANGES_PER_TICK;
  taken = false;
  post({ kind: 'tick', counts: state.counts(), changes });
}

function reply({ number, question }: ToWorker & { kind: 'ask' }): void {
  try {
    post({ kind: 'answer', number, answer: answer(state, question, Date.now()) });
  } catch (error) {
    // A fault in one answer must not end the thread; whoever asked is told.
    post({
      kind: 'no-answer',
      number,
      reason: `The question could not be answered: ${String(error)}`,
    });
  }
}
