/** Part 1: how long MCM takes to be ready, and what it occupies while nothing happens. */
import { setTimeout as pause } from 'node:timers/promises';
import { memory } from './proc.mjs';
import { logIn, prepareMcm, startMcm, startMosquitto, untilObserving } from './programs.mjs';
import { spread } from './statistics.mjs';

/**
 * `{ again, first, idle, loggedIn }`: the first two are spreads of seconds, the last two memory.
 * `runs`, `fewerRuns`: how many starts; `idleSeconds`, `afterLogInSeconds`: how long to let MCM be.
 */
export async function measureStart({ runs, fewerRuns, idleSeconds, afterLogInSeconds }) {
  const broker = await startMosquitto();
  const home = await prepareMcm(broker);
  await readySeconds(home); // makes the database
  const again = await repeat(runs, () => readySeconds(home));
  const first = await repeat(fewerRuns, async () => readySeconds(await prepareMcm(broker)));

  const mcm = await startMcm(home);
  await untilObserving(mcm);
  await pause(idleSeconds * 1000);
  const idle = memory(mcm.pid);
  await logIn(mcm);
  await pause(afterLogInSeconds * 1000);
  const loggedIn = memory(mcm.pid);
  await mcm.stop();
  await broker.stop();
  return { again, first, idle, loggedIn };
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
