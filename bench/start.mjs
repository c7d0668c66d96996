/** How long MCM takes to be ready. */
import { prepareMcm, startMcm, startMosquitto } from './programs.mjs';
import { spread } from './statistics.mjs';

/** `{ again, first }`: spreads of seconds, of so many `runs` and, the very first starts, `fewerRuns`. */
export async function measureStart({ runs, fewerRuns }) {
  const broker = await startMosquitto();
  const home = await prepareMcm(broker);
  await readySeconds(home); // makes the database
  const again = await repeat(runs, () => readySeconds(home));
  const first = await repeat(fewerRuns, async () => readySeconds(await prepareMcm(broker)));
  await broker.stop();
  return { again, first };
}

async function readySeconds(home) {
  const mcm = await startMcm(home);
  await mcm.stop();
  return mcm.readySeconds;
}

async function repeat(times, measure) {
  const values = [];
  while (values.length < times) values.push(await measure());
  return { ...spread(values), runs: times };
}
