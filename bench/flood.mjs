/**
 * A publisher that does nothing else: QoS 0, pipelined, as fast as the broker's TCP window lets it, or at a rate.
 * Runs as a process of its own, forked with one argument in JSON:
 *
 *   { port, payloadBytes?, topics?, count?, seconds?, rate? }
 *
 * Goes round `topics` topics; without it, each message goes to a topic that is new. `count` messages, of which the
 * first goes to `bench-first` and the last to `bench-last`, or for `seconds`; without either for ever. `rate` is in
 * messages per second. Says `{ sent, seconds, cpuSeconds }` at its end; ends when its parent lets go of it.
 */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { markerPacket, messageWriter } from './messages.mjs';
import { connectToBroker, disconnectPacket } from './mqtt.mjs';

/** Prime, and no divisor of a number of topics: neighbours in time are no neighbours in the tree. */
const STRIDE = 7_919;
const MESSAGES_PER_WRITE = 1_000;
const SLICE_MS = 5;

const options = JSON.parse(process.argv[2]);
const { port, payloadBytes = 100, topics } = options;
const { count = Infinity, seconds = Infinity, rate = Infinity } = options;

const messages = messageWriter(payloadBytes);
const take = topics === undefined ? newTopics() : rounds();

/** Every topic's message once, made beforehand, again and again. Answers at most `most`, up to the round's end. */
function rounds() {
  const round = messages(topics, (i) => (i * STRIDE) % topics);
  const messageBytes = round.length / topics;
  let place = 0;
  return (most) => {
    const end = Math.min(place + most, topics);
    const bytes = round.subarray(place * messageBytes, end * messageBytes);
    const taken = end - place;
    place = end % topics;
    return { bytes, taken };
  };
}

/** Topics in the order of their numbers, made as they are needed. */
function newTopics() {
  let next = 0;
  return (most) => {
    const first = next;
    next += most;
    return { bytes: messages(most, (i) => first + i), taken: most };
  };
}

process.on('disconnect', () => process.exit());
const socket = await connectToBroker(port, `bench-flood-${process.pid}`);
socket.on('error', () => process.exit());

async function write(bytes) {
  if (!socket.write(bytes)) await once(socket, 'drain');
}

const begun = performance.now();
const cpuBegun = process.cpuUsage();
const end = begun + seconds * 1000;
let sent = 0;

async function writeMarker(topic) {
  await write(markerPacket(topic, payloadBytes));
  sent += 1;
}

/** Until so many were sent in all, or the time is over. */
async function writeUntil(total) {
  while (sent < total && performance.now() < end) {
    const { bytes, taken } = take(Math.min(total - sent, MESSAGES_PER_WRITE));
    await write(bytes);
    sent += taken;
  }
}

/** What the broker did not take in time is not made up for: the rate is a ceiling. */
async function writeAtRate() {
  let owed = 0;
  for (let then = performance.now(); then < end;) {
    await pause(SLICE_MS);
    const now = performance.now();
    owed = Math.min(owed + ((now - then) * rate) / 1000, rate / 10);
    then = now;
    const due = Math.floor(owed);
    owed -= due;
    await writeUntil(sent + due);
  }
}

if (count !== Infinity) await writeMarker('bench-first');
if (rate === Infinity) await writeUntil(count - 1);
else await writeAtRate();
if (count !== Infinity) await writeMarker('bench-last');
const { user, system } = process.cpuUsage(cpuBegun);
socket.end(disconnectPacket);
await once(socket, 'close');
process.send({
  ...{ sent, seconds: (performance.now() - begun) / 1000, cpuSeconds: (user + system) / 1e6 },
});
