/**
 * The plain reader that MCM is compared with: subscribes to `#` and counts PUBLISH packets, without looking into them.
 * Runs as a process of its own, forked with one argument in JSON:
 *
 *   { port, restMs? }
 *
 * With `restMs` it waits that long after each read. Says `{ ready: true }`; answers any message with
 * `{ received, first, last }`, times in milliseconds since the epoch.
 */
import { connectToBroker, PUBLISH, SUBACK, subscribePacket } from './mqtt.mjs';

const { port, restMs } = JSON.parse(process.argv[2]);

let received = 0;
let first;
let last;
let counted = 0;

process.on('disconnect', () => process.exit());
const socket = await connectToBroker(port, 'bench-reader', {
  ...(restMs && { restMs }),
  received(type) {
    if (type === PUBLISH) received++;
    else if (type === SUBACK) process.send({ ready: true });
  },
  arrived() {
    if (received === counted) return;
    counted = received;
    last = Date.now();
    first ??= last;
  },
});
process.on('message', () => process.send({ received, first, last }));
socket.write(subscribePacket('#'));
