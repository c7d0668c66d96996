/**
 * The plain reader that MCM is compared with: subscribes to `#` and counts PUBLISH packets, without looking into them.
 * Runs as a process of its own, forked with the broker's port. Says `{ ready: true }`; answers any message with
 * `{ received, first, last }`, times in milliseconds since the epoch.
 */
import { connectToBroker, PUBLISH, SUBACK, subscribePacket } from './mqtt.mjs';

let received = 0;
let first;
let last;
let counted = 0;

process.on('disconnect', () => process.exit());
const socket = await connectToBroker(Number(process.argv[2]), 'bench-reader', {
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
