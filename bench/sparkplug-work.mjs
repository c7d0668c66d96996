/**
 * Decodes Sparkplug data for `seconds`, alone and into a state that follows the nodes. Runs as a process of its own,
 * forked with one argument in JSON; tells `{ decoded, followed }`, metrics per second.
 */
import { decodePayload, SparkplugState } from '#domain/sparkplug';
import { birthPayload, dataPayload, topicOf } from './sparkplug-messages.mjs';

const WARM_UP_SHARE = 0.2;
const BATCH = 256;

process.on('disconnect', () => process.exit());
const { seconds, nodes, metrics, metricsOfData } = JSON.parse(process.argv[2]);

const payloads = Array.from({ length: BATCH }, (_, seq) => dataPayload(metricsOfData, seq + 1));

/** Metrics per second that `take` gets through, which is called with the numbers of messages, one after the other. */
function perSecond(take) {
  let number = 0;
  const run = (ms) => {
    const begun = performance.now();
    let messages = 0;
    while (performance.now() - begun < ms) {
      for (let i = 0; i < BATCH; i++) take(number++);
      messages += BATCH;
    }
    return (messages * metricsOfData * 1_000) / (performance.now() - begun);
  };
  run(seconds * 1_000 * WARM_UP_SHARE);
  return run(seconds * 1_000);
}

const decoded = perSecond((number) => {
  const { problem } = decodePayload(payloads[number % BATCH]);
  if (problem) throw new Error(problem.reason);
});

const state = new SparkplugState({ idOf: (name) => name });
const birth = birthPayload(metrics);
const topics = Array.from({ length: nodes }, (_, number) => topicOf('NDATA', number));
for (let node = 0; node < nodes; node++) {
  state.take({ topic: topicOf('NBIRTH', node), payload: birth, retained: false, at: 0 });
}
const followed = perSecond((number) => {
  // Each node in turn, and each gets its numbers in order.
  const payload = payloads[Math.floor(number / nodes) % BATCH];
  state.take({ topic: topics[number % nodes], payload, retained: false, at: number });
});
const faults = Object.keys(state.counts().faults);
if (faults.length > 0) throw new Error(`the messages that were made have faults: ${faults}`);
process.send({ decoded, followed });
