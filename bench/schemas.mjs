/** How many messages MCM judges by a JSON Schema of ten fields: the judging alone, and through its thread. */
import { setTimeout as pause } from 'node:timers/promises';
import { startPart, until } from './processes.mjs';
import { ask, logIn, prepareMcm, startMcm, startMosquitto, untilObserving } from './programs.mjs';
import { DOCUMENT } from './schema-messages.mjs';

const FILTER = 'bench/#';

/**
 * `{ pure: { perSecond }, live: { judgedPerSecond, skippedPerSecond, sentPerSecond } }`. `live` is of a flood that
 * is as fast as its publisher can.
 */
export async function measureSchemas({ seconds }) {
  const part = startPart('schema-work.mjs', JSON.stringify({ name: 'pure', seconds }));
  const pure = await part.next();
  await part.stop();
  return { pure, live: await measureLive(seconds) };
}

async function measureLive(seconds) {
  const broker = await startMosquitto();
  const mcm = await startMcm(await prepareMcm(broker));
  await untilObserving(mcm);
  const token = await logIn(mcm);
  const body = { name: 'bench', topicFilter: FILTER, document: DOCUMENT };
  const { id } = await ask(mcm, token, 'json-schemas', { method: 'POST', body });
  const counts = async () => (await ask(mcm, token, `json-schemas/${id}`)).counts;
  const flood = startPart('schema-work.mjs', JSON.stringify({ name: 'flood', port: broker.port }));
  await until(async () => (await counts()).judged > 1_000, 'Nothing was judged.', { child: mcm });
  const [before, begun] = [await counts(), performance.now()];
  await pause(seconds * 1_000);
  const [after, took] = [await counts(), (performance.now() - begun) / 1_000];
  await flood.stop();
  if (after.violations > 0) throw new Error('The messages of the bench do not fit its schema.');
  const judgedPerSecond = (after.judged - before.judged) / took;
  const skippedPerSecond = (skipped(after) - skipped(before)) / took;
  return { judgedPerSecond, skippedPerSecond, sentPerSecond: judgedPerSecond + skippedPerSecond };
}

const skipped = (counts) => Object.values(counts.skipped).reduce((all, one) => all + one, 0);
