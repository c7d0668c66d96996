/**
 * Sends itself messages with QoS 1, all the time, and tells how long each took from one connection to another: on one
 * alone, its acknowledgement would keep a message waiting for up to 40 ms (Nagle's algorithm). Runs as a process of its
 * own, forked with one argument in JSON:
 *
 *   { port, username, password, topic, everyMs }
 *
 * Says `{ ready: true }`; answers any message with `{ sent, p50, p99, most }` of what came back since the one before:
 * messages, and milliseconds from when each was due. What has not come back counts with how long it has been.
 */
import { connectAsync } from 'mqtt';
import { percentile } from './statistics.mjs';

const { port, username, password, topic, everyMs } = JSON.parse(process.argv[2]);

const [sender, receiver] = await Promise.all([open(), open()]);
const due = new Map();
let times = [];
let last = 0;
let next = performance.now();

process.on('disconnect', () => process.exit());
receiver.on('message', (_, payload) => {
  const number = Number(payload.toString());
  times.push(performance.now() - due.get(number));
  due.delete(number);
});
process.on('message', () => {
  const now = performance.now();
  const all = [...times, ...[...due.values()].map((since) => now - since)];
  times = [];
  const [p50, p99, most] = [0.5, 0.99, 1].map((share) => percentile(all, share));
  process.send({ sent: all.length, p50, p99, most });
});
await receiver.subscribeAsync(topic, { qos: 1 });
process.send({ ready: true });
send();

async function open() {
  const how = { username, password, protocolVersion: 5, reconnectPeriod: 0 };
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, how);
  client.on('close', () => {
    throw new Error('the broker has ended the connection');
  });
  return client;
}

/** Those that were due while something kept this process waiting are sent at once, and count from then. */
function send() {
  for (const now = performance.now(); next <= now; next += everyMs) {
    due.set(++last, next);
    sender.publish(topic, String(last), { qos: 1 });
  }
  setTimeout(send, Math.max(0, next - performance.now()));
}
