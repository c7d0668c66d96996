/**
 * Judges messages by a JSON Schema, or publishes them. Runs as a process of its own, forked with one argument in JSON:
 * `{ name: 'pure', seconds }` says `{ perSecond }`; `{ name: 'flood', port }` publishes until it is ended.
 */
import { connectAsync } from 'mqtt';
import { setImmediate as turn } from 'node:timers/promises';
import { compileSchema, readPayload } from '#domain/schema';
import { DOCUMENT, payloads } from './schema-messages.mjs';

const WARM_UP_SHARE = 0.2;
const PAYLOADS = 1_000;
const TOPICS = 100;
/** What mqtt.js may hold before the flood waits for the broker. */
const MOST_WAITING = 1_000_000;

process.on('disconnect', () => process.exit());

function pure({ seconds }) {
  const { schema } = compileSchema(DOCUMENT);
  const all = payloads(PAYLOADS);
  const judgeUntil = (end) => {
    let judged = 0;
    while (performance.now() < end) {
      for (const payload of all) {
        if (!schema.judge(readPayload(payload)).valid) throw new Error('it does not fit');
      }
      judged += all.length;
    }
    return judged;
  };
  judgeUntil(performance.now() + seconds * 1_000 * WARM_UP_SHARE);
  const begun = performance.now();
  const judged = judgeUntil(begun + seconds * 1_000);
  process.send({ perSecond: (judged * 1_000) / (performance.now() - begun) });
}

async function flood({ port }) {
  const client = await connectAsync({ host: '127.0.0.1', port, reconnectPeriod: 0 });
  const all = payloads(PAYLOADS);
  for (let i = 0; ; i += 1) {
    client.publish(`bench/${i % TOPICS}`, all[i % PAYLOADS]);
    if (client.stream.writableLength > MOST_WAITING || i % 100 === 0) await turn();
  }
}

const { name, ...rest } = JSON.parse(process.argv[2]);
await { pure, flood }[name](rest);
