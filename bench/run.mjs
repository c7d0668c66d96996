/**
 * Measures what MCM costs: its start, its memory, how fast it observes beside a plain reader, how fast its API
 * answers meanwhile, a million topics, watchers, topics without end, how many log-ins it takes, questions about access,
 * changes of it, messages judged by a JSON Schema, Sparkplug, and the packages. Prints the figures on stdout and, when it measured all sections, writes them to
 * docs/performance.md, which says how they come about.
 *
 * usage: node bench/run.mjs [SECTION …]       (after `node tools/build.mjs`; `make bench` does both)
 *
 * MCM_BENCH_QUICK=1 tries every section with numbers too small to mean anything, and writes nothing. An aim that is
 * missed is printed as missed; the exit code is 1 only when something could not be measured.
 */
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { root } from '../tools/root.mjs';
import { measureAccess } from './access.mjs';
import { measureApi } from './api.mjs';
import { measureApply } from './apply.mjs';
import { measureEndless } from './endless.mjs';
import { measureIdentity } from './identity.mjs';
import { measureIdle } from './idle.mjs';
import { describeMachine } from './machine.mjs';
import { measureObserving } from './observe.mjs';
import { measurePackages } from './packages.mjs';
import { writePage } from './page.mjs';
import { stopAll } from './processes.mjs';
import { takeBundle } from './programs.mjs';
import * as report from './report.mjs';
import { measureSchemas } from './schemas.mjs';
import { measureSparkplug } from './sparkplug.mjs';
import { measureStart } from './start.mjs';
import { measureTopics } from './topics.mjs';
import { measureWatchers } from './watchers.mjs';

const PAGE = path.join(root, 'docs/performance.md');

/** In the order of the page. `quick` lies over `sizes`. */
const SECTIONS = {
  start: {
    ...{ title: 'Start', measure: measureStart },
    sizes: { runs: 11, fewerRuns: 5 },
    quick: { runs: 2, fewerRuns: 1 },
  },
  idle: {
    ...{ title: 'Idle', measure: measureIdle },
    sizes: { settleSeconds: 10, seconds: 20 },
    quick: { settleSeconds: 1, seconds: 2 },
  },
  observing: {
    ...{ title: 'Observing', measure: measureObserving },
    sizes: {
      floods: [
        { runs: 5, messages: 1_000_000, topics: 1_000, payloadBytes: 100 },
        { runs: 1, messages: 1_000_000, topics: 1_000, payloadBytes: 32 },
      ],
    },
    quick: { floods: [{ runs: 1, messages: 50_000, topics: 1_000, payloadBytes: 100 }] },
  },
  api: {
    ...{ title: 'API', measure: measureApi },
    sizes: { topics: 1_000, messages: 1_000_000, seconds: 10 },
    quick: { messages: 50_000, seconds: 1 },
  },
  topics: {
    ...{ title: 'A million topics', measure: measureTopics },
    sizes: {
      ...{ topics: 1_000_000, fewTopics: 1_000 },
      ...{ requests: 200, seconds: 5, loadPerSecond: 20_000 },
    },
    quick: { topics: 50_000, requests: 20, seconds: 1 },
  },
  watchers: {
    ...{ title: 'Watchers', measure: measureWatchers },
    sizes: {
      ...{ topics: 1_000, seconds: 30 },
      cases: [
        { watchers: 100, topicsEach: 1, perSecond: 20 },
        { watchers: 100, topicsEach: 5, perSecond: 20 },
      ],
    },
    quick: { seconds: 3 },
  },
  endless: {
    ...{ title: 'Topics without end', measure: measureEndless },
    sizes: { seconds: 300 },
    quick: { seconds: 10 },
  },
  identity: {
    ...{ title: 'Identity', measure: measureIdentity },
    sizes: { seconds: 10 },
    quick: { seconds: 1 },
  },
  access: {
    ...{ title: 'Access', measure: measureAccess },
    sizes: { seconds: 5, runs: 12, lines: 100_000, users: 500, topics: 100_000 },
    quick: { seconds: 0.2, runs: 3, lines: 5_000, users: 50, topics: 5_000 },
  },
  apply: {
    ...{ title: 'Applying', measure: measureApply },
    sizes: { runs: 21, rules: 1_000, users: 10_000 },
    quick: { runs: 2, rules: 100, users: 100 },
  },
  schemas: {
    ...{ title: 'JSON Schemas', measure: measureSchemas },
    sizes: { seconds: 10 },
    quick: { seconds: 1 },
  },
  sparkplug: {
    ...{ title: 'Sparkplug', measure: measureSparkplug },
    sizes: { seconds: 5, nodes: 5_000, metrics: 50, metricsOfData: 10, messages: 200_000 },
    quick: { seconds: 0.2, nodes: 100, messages: 2_000 },
  },
  packages: {
    ...{ title: 'Packages', measure: measurePackages },
    sizes: { runs: 7, settleSeconds: 10 },
    quick: { runs: 1, settleSeconds: 1 },
  },
};

const wanted = process.argv.slice(2);
const quick = process.env.MCM_BENCH_QUICK === '1';
const failures = [];
const written = [];

/** Prints a section of the report, and keeps it for the page. */
function tell(...parts) {
  written.push(...parts);
  console.log(`${parts.join('\n\n')}\n`);
}

/** Measures one section and tells it; one that failed is told at the end. */
async function run(name) {
  const { title, measure, sizes, quick: smaller } = SECTIONS[name];
  console.error(`bench: ${name} …`);
  const begun = performance.now();
  try {
    const measured = await measure({ ...sizes, ...(quick && smaller) });
    tell(`### ${title}`, report[name](measured));
    console.error(`bench: ${name}, ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  } catch (error) {
    failures.push(`${name} could not be measured: ${error.message}`);
  } finally {
    await stopAll();
  }
}

function checkMachine() {
  if (process.platform !== 'linux') throw new Error('What is measured is in /proc, of Linux.');
  if (Number.parseInt(process.versions.node, 10) < 24) {
    throw new Error(`Node ${process.versions.node} is too old for MCM: run \`make bench\`.`);
  }
  if (loadavg()[0] > availableParallelism() / 4) {
    console.error(
      'bench: the machine is busy with other work: the figures come out worse than they are.',
    );
  }
}

try {
  const unknown = wanted.filter((name) => !Object.hasOwn(SECTIONS, name));
  if (unknown.length > 0) {
    throw new Error(
      `no section ${unknown.join(', ')}; there are ${Object.keys(SECTIONS).join(', ')}.`,
    );
  }
  checkMachine();
  tell('### Machine', report.machine(describeMachine(takeBundle())));
  const all = Object.keys(SECTIONS);
  for (const name of wanted.length === 0 ? all : wanted) await run(name);
  if (failures.length === 0 && wanted.length === 0 && !quick) await writePage(PAGE, written);
} catch (error) {
  failures.push(error.message);
}
for (const failure of failures) console.error(`bench: ${failure}`);
if (failures.length > 0) {
  console.error('bench: docs/performance.md stays as it was.');
  process.exitCode = 1;
}
