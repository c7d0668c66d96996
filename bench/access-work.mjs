/**
 * Works out answers about access, and says how long it took. Runs as a process of its own, forked with one argument in
 * JSON: `{ name, … }`, with the name of one of the functions of `WORK` and what it takes. Times are in milliseconds.
 */
import { compile, explain, impactSteps } from '#domain/access';
import { bytesOf, parseAclFile } from '#domain/mosquitto';
import {
  clientsOf,
  policyOf,
  scattered,
  section,
  spread as spreadRules,
  topicNames,
} from './access-rules.mjs';
import { percentile, spread } from './statistics.mjs';

const WARM_UP_SHARE = 0.2;
/** Questions between two looks at the clock. */
const QUESTIONS = 1_000;
/** Has no common divisor with the numbers of users and topics: neighbours are asked about one after the other. */
const STEP = 7_919;

process.on('disconnect', () => process.exit());

/** `{ shape, perSecond }`: decisions by a compiled policy, about clients in turn and topics here and there. */
function decisions({ shape, users, topics, seconds }) {
  const alone = shape === 'section';
  const { decide } = compile(policyOf(alone ? section() : spreadRules(users)));
  const clients = clientsOf(alone ? 1 : users);
  const names = topicNames(topics);
  const ask = (i) => {
    const action = i % 2 === 0 ? 'publish' : 'receive';
    return decide(clients[i % clients.length], action, names[(i * STEP) % names.length]);
  };
  return { shape, perSecond: fullSpeed(ask, seconds) };
}

/** `{ perSecond, p99, first }`: explaining against the thousand rules of a user; `first` with reading the file. */
function explained({ topics, seconds }) {
  const rules = section();
  const [client] = clientsOf(1);
  const names = topicNames(topics);
  const begun = performance.now();
  const policy = policyOf(rules);
  explain(policy, { client, action: 'publish', topic: names[0] });
  const first = performance.now() - begun;
  const times = [];
  const ask = (i) => {
    const before = performance.now();
    explain(policy, { client, action: 'publish', topic: names[(i * STEP) % names.length] });
    times.push(performance.now() - before);
  };
  const perSecond = fullSpeed(ask, seconds);
  return { perSecond, p99: percentile(times, 0.99), most: percentile(times, 1), first };
}

/** Calls per second, without those of the warm-up. */
function fullSpeed(ask, seconds) {
  let asked = 0;
  const askUntil = (end) => {
    const before = asked;
    while (performance.now() < end) {
      for (const last = asked + QUESTIONS; asked < last; asked++) ask(asked);
    }
    return asked - before;
  };
  askUntil(performance.now() + seconds * 1000 * WARM_UP_SHARE);
  const begun = performance.now();
  const count = askUntil(begun + seconds * 1000);
  return (count / (performance.now() - begun)) * 1000;
}

/** `{ first, later }`: reading an acl_file of so many lines; `later` as a spread. */
function parsed({ lines, runs }) {
  const rules = spreadRules(500);
  const all = Array.from({ length: lines }, (_, i) => rules[i % rules.length]);
  const bytes = bytesOf(all.join('\n'));
  const times = Array.from({ length: runs }, () => {
    const begun = performance.now();
    const { problems } = parseAclFile(bytes);
    if (problems.length > 0) throw new Error('The rules are not valid.');
    return performance.now() - begun;
  });
  return { first: times[0], later: spread(times.slice(1)) };
}

const CHANGES = {
  'one-rule': (users) => [
    spreadRules(users),
    [...spreadRules(users), 'pattern read +/+/+/+/alarm'],
  ],
  'every-rule': (users) => [spreadRules(users), spreadRules(users, 1)],
  everything: () => [['pattern #'], []],
  'everything-scattered': () => [scattered('readwrite'), scattered('deny')],
};

/** `{ change, flips, duration, longestStep, rss, grown }`; bytes, at most during the work, and more than before. */
function impact({ change, users, topics }) {
  const [before, after] = CHANGES[change](users).map(policyOf);
  const clients = clientsOf(users);
  const names = topicNames(topics);
  const memory = () => process.memoryUsage.rss();
  const atFirst = memory();
  const steps = impactSteps(before, after, clients, names);
  const durations = [];
  const begun = performance.now();
  let rss = atFirst;
  let step;
  do {
    const stepBegun = performance.now();
    step = steps.next();
    durations.push(performance.now() - stepBegun);
    rss = Math.max(rss, memory());
  } while (!step.done);
  const duration = performance.now() - begun;
  const flips = step.value.gained + step.value.lost;
  const longestStep = percentile(durations, 1);
  return { change, flips, duration, longestStep, rss, grown: rss - atFirst };
}

const WORK = { decisions, explained, parsed, impact };
const { name, ...rest } = JSON.parse(process.argv[2]);
process.send(WORK[name](rest));
