/**
 * Measures what MCM costs: its start, its memory, how fast it observes beside a plain reader, how fast its API
 * answers meanwhile, and how many log-ins it takes. Prints the figures on stdout and writes them to docs/performance.md, which says how they
 * come about.
 *
 * usage: node bench/run.mjs       (after `node tools/build.mjs`; `make bench` does both)
 *
 * MCM_BENCH_QUICK=1 tries every part with numbers too small to mean anything, and writes nothing. An aim that is
 * missed is printed as missed; the exit code is 1 only when something could not be measured.
 */
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { root } from '../tools/root.mjs';
import { measureApi } from './api.mjs';
import { measureIdentity } from './identity.mjs';
import { describeMachine } from './machine.mjs';
import { measureObserving } from './observe.mjs';
import { stopAll } from './processes.mjs';
import { takeBundle } from './programs.mjs';
import * as report from './report.mjs';
import { measureStart } from './start.mjs';

const PAGE = path.join(root, 'docs/performance.md');

const FULL = {
  start: { runs: 11, fewerRuns: 5, idleSeconds: 20, afterLogInSeconds: 5 },
  few: { runs: 5, messages: 1_000_000, topics: 1_000 },
  many: { runs: 1, messages: 1_000_000, topics: 100_000 },
  api: { topics: 1_000, seconds: 10 },
  identity: { seconds: 10 },
};
const QUICK = {
  start: { runs: 2, fewerRuns: 1, idleSeconds: 1, afterLogInSeconds: 0.5 },
  few: { runs: 1, messages: 20_000, topics: 1_000 },
  many: { runs: 1, messages: 20_000, topics: 10_000 },
  api: { topics: 1_000, seconds: 1 },
  identity: { seconds: 1 },
};

const quick = process.env.MCM_BENCH_QUICK === '1';
const sizes = quick ? QUICK : FULL;
const failures = [];
const sections = [];

/** Prints a section of the report, and keeps it for the page. */
function tell(...parts) {
  sections.push(...parts);
  console.log(`${parts.join('\n\n')}\n`);
}

/** What a part measured; nothing when it failed, which is told at the end, too. */
async function part(name, measure) {
  console.error(`bench: ${name} …`);
  const begun = performance.now();
  try {
    const measured = await measure();
    console.error(`bench: ${name}, ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    return measured;
  } catch (error) {
    failures.push(`${name} could not be measured: ${error.message}`);
    return undefined;
  } finally {
    await stopAll();
  }
}

async function measureAll() {
  const start = await part('the start', () => measureStart(sizes.start));
  if (start) tell('### Start', report.startTables(start));

  const few = await part('observing', () => measureObserving(sizes.few));
  if (few) tell('### Observing', report.observingTable(few));

  const many = await part('observing many topics', () => measureObserving(sizes.many));
  if (many) tell(report.observingTable(many));

  const api = await part('the API', () => {
    if (few === undefined) throw new Error('it needs to know how much can be observed.');
    return measureApi({ ...sizes.api, ceiling: few.mcm.rate.median });
  });
  if (api) tell('### API', report.apiTable(api));

  const identity = await part('identity', () => measureIdentity(sizes.identity));
  if (identity) tell('### Identity', report.identityTable(identity));
}

try {
  if (process.platform !== 'linux') throw new Error('What is measured is in /proc, of Linux.');
  if (Number.parseInt(process.versions.node, 10) < 24) {
    throw new Error(`Node ${process.versions.node} is too old for MCM: run \`make bench\`.`);
  }
  if (loadavg()[0] > availableParallelism() / 4) {
    console.error(
      'bench: the machine is busy with other work: the figures come out worse than they are.',
    );
  }
  const machine = describeMachine(takeBundle());
  tell('### Machine', report.machineTable(machine));
  await measureAll();
  if (failures.length === 0 && !quick) await report.writePage(PAGE, sections);
} catch (error) {
  failures.push(error.message);
}
for (const failure of failures) console.error(`bench: ${failure}`);
if (failures.length > 0) {
  console.error('bench: docs/performance.md stays as it was.');
  process.exitCode = 1;
}
