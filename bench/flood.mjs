/**
 * A publisher that does nothing else: QoS 0, pipelined, as fast as the broker's TCP window lets it, or at a rate.
 * Runs as a process of its own, forked with one argument in JSON:
 *
 *   { port, topics, count?, rate? }
 *
 * `count` messages, of which the first goes to `bench-first` and the last to `bench-last`; without it for ever.
 * `rate` is in messages per second. Says `{ sent }` when `count` is sent; ends when its parent lets go of it.
 */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { connectToBroker, disconnectPacket, publishPacket } from './mqtt.mjs';

/** Levels with a hundred values each, as a hall full of sensors has. Thirty bytes. */
function topicName(number) {
  const digits = (value, length) => String(value).padStart(length, '0');
  return `factory/hall-${digits(Math.floor(number / 100), 4)}/sensor-${digits(number % 100, 5)}`;
}

const PAYLOAD = '{"value":21.53,"unit":"celsius"}';
/** Prime, and no divisor of a number of topics: neighbours in time are no neighbours in the tree. */
const STRIDE = 7_919;
const MESSAGES_PER_WRITE = 1_000;
const SLICE_MS = 5;

const { port, topics, count = Infinity, rate = Infinity } = JSON.parse(process.argv[2]);

/** Every topic's message once, one behind the other; all have the same length. */
const round = Buffer.concat(
  Array.from({ length: topics }, (_, i) =>
    publishPacket(topicName((i * STRIDE) % topics), PAYLOAD),
  ),
);
const messageBytes = round.length / topics;

process.on('disconnect', () => process.exit());
const socket = await connectToBroker(port, `bench-flood-${process.pid}`);
socket.on('error', () => process.exit());

async function write(bytes) {
  if (!socket.write(bytes)) await once(socket, 'drain');
}

let place = 0;
/** At most `most` messages, and no more than are left of the round; answers how many. */
async function writeSome(most) {
  const messages = Math.min(most, MESSAGES_PER_WRITE, topics - place);
  await write(round.subarray(place * messageBytes, (place + messages) * messageBytes));
  place = (place + messages) % topics;
  return messages;
}

async function writeAll(messages) {
  for (let left = messages; left > 0;) left -= await writeSome(left);
}

/** What the broker did not take in time is not made up for: the rate is a ceiling. */
async function writeAtRate() {
  let owed = 0;
  for (let then = performance.now(); ;) {
    await pause(SLICE_MS);
    const now = performance.now();
    owed = Math.min(owed + ((now - then) * rate) / 1000, rate / 10);
    then = now;
    const due = Math.floor(owed);
    owed -= due;
    await writeAll(due);
  }
}

if (rate !== Infinity) await writeAtRate();
if (count !== Infinity) await write(publishPacket('bench-first', PAYLOAD));
await writeAll(count - 2);
await write(publishPacket('bench-last', PAYLOAD));
socket.end(disconnectPacket);
await once(socket, 'close');
process.send({ sent: count });
