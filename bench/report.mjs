/** What was measured as tables in Markdown, each figure beside its aim. One function for each section. */
import {
  atLeast,
  atMost,
  bytesEach,
  holds,
  megabytes,
  micros,
  milliseconds,
  percent,
  range,
  seconds,
  table,
  times,
  whole,
} from './figures.mjs';

export { apply } from './report-apply.mjs';
export { packages } from './report-packages.mjs';
export { schemas } from './report-schemas.mjs';
export { sparkplug } from './report-sparkplug.mjs';

const AIMS = {
  readySeconds: 0.6,
  idleBytes: 140e6,
  ratio: 0.95,
  cpuMicros: 10,
  /** Less, and something else than the broker was the limit. */
  brokerShare: 0.95,
  pageMs: 25,
  pageOfIdle: 3,
  overheadBytes: 320,
  millionPageMs: 50,
  cpuOfFew: 1.5,
  /** Of the updates that watchers asked for. */
  updates: 0.95,
  beyondBudgetBytes: 150e6,
  decisionsPerSecond: 1_000_000,
  impactMs: 3_000,
  impactBytes: 300e6,
  parseMs: 300,
  /** Of a screen that is drawn sixty times a second. */
  frameMs: 16,
  /** As much as a phone is slower than this machine. */
  slowdown: 4,
  /** How much memory may differ and be called flat. */
  flat: 0.05,
};

export function machine(rows) {
  return table(['', ''], rows);
}

export function start({ again, first }) {
  const row = (what, spread) => [
    ...[what, range(spread, seconds), spread.runs],
    atMost(AIMS.readySeconds, spread.median, seconds),
  ];
  return table(
    ['Time to ready', 'Median (least to most)', 'Starts', 'Aim'],
    [row('with a database', again), row('the very first, which makes the database', first)],
  );
}

export function idle({ alone, managed, watched }) {
  const row = (what, { cpuShare, rss, pss }, aim = '') => [
    ...[what, percent(cpuShare), megabytes(rss), megabytes(pss), aim],
  ];
  return table(
    ['While nothing is published', 'Processor, of one core', 'RSS', 'PSS', 'Aim'],
    [
      row('nobody looks', alone, `RSS ${atMost(AIMS.idleBytes, alone.rss, megabytes)}`),
      row('nobody looks, the broker is one that MCM runs', managed),
      row('one console shows topics', watched),
    ],
  );
}

export function observing(floods) {
  return floods.map(observingTable).join('\n\n');
}

function observingTable({ plain, patient, mcm, messages, topics, payloadBytes, runs }) {
  const per = runs === 1 ? 'one run each' : `${runs} runs each, medians (least to most)`;
  const row = (what, show, aim = '') => [what, ...[plain, patient, mcm].map(show), aim];
  const spread = (name, show) => (one) => range(one[name], show);
  const ofPlain = (one) => one.perSecond.median / plain.perSecond.median;
  const thread = range(mcm.threadMicros, micros);
  return [
    `${whole(messages)} messages of ${payloadBytes} bytes to ${whole(topics)} topics, ${per}:`,
    table(
      ['', 'Plain reader', 'Patient reader', 'MCM', 'Aim for MCM'],
      [
        row('messages per second', spread('perSecond', whole)),
        row(
          'of the plain reader',
          (one) => times(ofPlain(one)),
          atLeast(AIMS.ratio, ofPlain(mcm), times),
        ),
        row('dropped by the broker, all runs', (one) => whole(one.dropped), none(mcm.dropped)),
        row('not received, all runs', (one) => whole(one.lost), none(mcm.lost)),
        row(
          'processor time per message',
          spread('cpuMicros', micros),
          atMost(AIMS.cpuMicros, mcm.cpuMicros.median, micros),
        ),
        ['of which the observer thread', '', '', thread, ''],
        row(
          'the broker kept a core busy',
          spread('brokerShare', percent),
          atLeast(AIMS.brokerShare, mcm.brokerShare.median, percent),
        ),
        row('the publisher kept a core busy', spread('publisherShare', percent)),
      ],
    ),
  ].join('\n\n');
}

function none(count) {
  return holds('none', count === 0, whole(count));
}

export function api({ idle: quiet, half, ceiling }) {
  const cells = ({ p50, p99, most }) => [p50, p99, most].map(milliseconds);
  const ofIdle = half.topics.p99 / quiet.topics.p99;
  const aims = new Map([
    [half, `p99 of idle ${atMost(AIMS.pageOfIdle, ofIdle, times)}`],
    [ceiling, `p99 ${atMost(AIMS.pageMs, ceiling.topics.p99, milliseconds)}`],
  ]);
  const rows = (load, measured) => {
    const { observedPerSecond, status, topics } = measured;
    return [
      [load, whole(observedPerSecond), '`/status`', ...cells(status), ''],
      [
        ...[load, whole(observedPerSecond), '`/topics`, 100 values', ...cells(topics)],
        aims.get(measured) ?? '',
      ],
    ];
  };
  return table(
    ['Load', 'Observed per second', 'Request', 'p50', 'p99', 'slowest', 'Aim'],
    [...rows('idle', quiet), ...rows('half of the ceiling', half), ...rows('the ceiling', ceiling)],
  );
}

export function topics(measured) {
  const { pages, loadPerSecond } = measured;
  return [
    topicsTable(measured),
    'Pages of 100 topics, while nothing comes:',
    pagesTable(pages.quiet),
    `The same while ${whole(loadPerSecond)} messages a second come to all of these topics:`,
    pagesTable(pages.loaded),
  ].join('\n\n');
}

function topicsTable({ topics: count, fewTopics, few, many, memory: { once, twice } }) {
  const ratio = many.cpuMicros / few.cpuMicros;
  const evicted = ({ evicted: gone }) => (gone === 0 ? '' : `not true: ${whole(gone)} evicted`);
  const aim = atMost(AIMS.overheadBytes, once.overhead, bytesEach);
  const cost = ({ cpuMicros, threadMicros }) =>
    `${micros(cpuMicros)}, ${micros(threadMicros)} of them in the observer thread`;
  return table(
    [`${whole(count)} topics`, '', 'Aim'],
    [
      ['bytes per topic beyond payloads, one message each', bytesEach(once.overhead), aim],
      ['… as resident memory has grown', bytesEach(once.resident), evicted(once)],
      ['… two messages each, and pages asked for', bytesEach(twice.overhead), evicted(twice)],
      [`processor time per message, ${whole(fewTopics)} topics`, cost(few), ''],
      [`processor time per message, ${whole(count)} topics`, cost(many), ''],
      ['… of the former', times(ratio), atMost(AIMS.cpuOfFew, ratio, times)],
      ['messages per second', `${whole(few.perSecond)} and ${whole(many.perSecond)}`, ''],
    ],
  );
}

function pagesTable(kinds) {
  return table(
    ['Page', 'Pages', 'Topics', 'Answers for one', 'p50', 'p99', 'slowest', 'Aim'],
    kinds.map(({ what, aimed, times: { pages, rows, answersEach, p50, p99, most } }) => [
      ...[what, pages, rows, answersEach.toFixed(1), ...[p50, p99, most].map(milliseconds)],
      aimed ? `p99 ${atMost(AIMS.millionPageMs, p99, milliseconds)}` : '',
    ]),
  );
}

export function watchers(cases) {
  return cases.map(watchersTables).join('\n\n');
}

function watchersTables(measured) {
  const { watchers: all, perSecond, topicsEach } = measured;
  const [slowest, median, fastest] = [all[0], all[Math.floor(all.length / 2)], all.at(-1)];
  const row = (what, show, aim = '') => [what, ...[slowest, median, fastest].map(show), aim];
  const interval = (name) => (one) => milliseconds(one[name]);
  const perTopic = (value) => value.toFixed(1);
  return [
    `${all.length} watchers of ${topicsEach === 1 ? 'one topic' : `${topicsEach} topics`} each, ${perSecond} updates for each topic and second:`,
    table(
      ['', 'The slowest watcher', 'The median one', 'The fastest', 'Aim'],
      [
        row(
          'updates for each topic and second',
          (one) => perTopic(one.perSecond),
          `the slowest ${atLeast(perSecond * AIMS.updates, slowest.perSecond, perTopic)}`,
        ),
        row('between updates of a topic, median', interval('p50')),
        row('… p99', interval('p99')),
        row('… longest', interval('most')),
        row('age of a message when it comes, p99', interval('ageP99')),
      ],
    ),
    meanwhileTable(measured),
  ].join('\n\n');
}

function meanwhileTable(measured) {
  const { watchers: all, memoryMost, memoryBudget } = measured;
  const sum = (name) => all.reduce((total, one) => total + Number(one[name]), 0);
  const limit = memoryBudget + AIMS.beyondBudgetBytes;
  return table(
    ['Meanwhile', '', 'Aim'],
    [
      ['messages left out (`lagged`), all watchers', whole(sum('lagged')), none(sum('lagged'))],
      ['watchers that the server closed', whole(sum('closed')), none(sum('closed'))],
      ['messages observed per second', whole(measured.observedPerSecond), ''],
      ['dropped by the broker', whole(measured.dropped), ''],
      ['MCM kept a core busy', percent(measured.mcmShare), ''],
      ['the watchers kept a core busy', percent(measured.clientShare), ''],
      [
        `most resident memory, of a budget of ${megabytes(memoryBudget)}`,
        ...[megabytes(memoryMost), atMost(limit, memoryMost, megabytes)],
      ],
    ],
  );
}

export function endless(measured) {
  const { sent, dropped, observed, topics: held, evictedTopics, restarts, reconnects } = measured;
  const { second, last, most, memoryUsed, memoryBudget } = measured;
  const adds = holds(
    'topics held and let go add up to those that came',
    evictedTopics > 0 && held + evictedTopics === observed && observed === sent - dropped,
    `${whole(held + evictedTopics)} of ${whole(observed)} observed`,
  );
  return table(
    [`${whole(measured.seconds)} s, each message to a new topic`, '', 'Aim'],
    [
      ['messages sent', whole(sent), ''],
      ['observed', `${whole(observed)}, ${whole(observed / measured.seconds)} a second`, ''],
      ['dropped by the broker', whole(dropped), ''],
      ['topics held', whole(held), ''],
      ['topics let go', whole(evictedTopics), adds],
      [
        'memory budget and what of it is used',
        [memoryBudget, memoryUsed].map(megabytes).join(', '),
        '',
      ],
      ['resident memory, median of the second fifth', megabytes(second), ''],
      [
        '… of the last fifth',
        ...[megabytes(last), `of the second ${atMost(1 + AIMS.flat, last / second, times)}`],
      ],
      ['… most', megabytes(most), ''],
      ['starts of the observer after a crash', whole(restarts), none(restarts)],
      ['connections lost', whole(reconnects), none(reconnects)],
    ],
  );
}

export function identity(parts) {
  return table(
    ['', 'At once', 'Per second', 'p50', 'p99', 'slowest'],
    parts.map(({ what, clients, perSecond, p50, p99, most }) => [
      ...[what, clients, perSecond < 100 ? perSecond.toFixed(1) : whole(perSecond)],
      ...[p50, p99, most].map(milliseconds),
    ]),
  );
}

export function access({ decisions, explained, parsed, impacts, users, topics: names }) {
  return [
    decisionsTable(decisions, explained, parsed),
    `What a change of the rules changes for ${whole(users)} users and ${whole(names)} topics, each of which may be published to and received from:`,
    impactTable(impacts),
  ].join('\n\n');
}

const SHAPES = { section: 'all of one user', spread: 'spread over 500 users, and 20 patterns' };

function decisionsTable(decisions, { perSecond, p99, most, first }, { lines, first: cold, later }) {
  const slowed = p99 * AIMS.slowdown;
  return table(
    ['', '', 'Aim'],
    [
      ...decisions.map(({ shape, perSecond: each }) => [
        `decisions per second, 1,000 rules ${SHAPES[shape]}`,
        ...[whole(each), atLeast(AIMS.decisionsPerSecond, each, whole)],
      ]),
      ['explanations per second, 1,000 rules of one user', whole(perSecond), ''],
      [
        '… one explanation, p99 and slowest',
        [p99, most].map(milliseconds).join(', '),
        `p99 four times as slow ${atMost(AIMS.frameMs, slowed, milliseconds)}`,
      ],
      ['… the very first, with reading the file', ...[milliseconds(first), '']],
      [
        `reading an acl_file of ${whole(lines)} lines, the very first time`,
        ...[milliseconds(cold), atMost(AIMS.parseMs, cold, milliseconds)],
      ],
      ['… again, median (least to most)', range(later, milliseconds), ''],
    ],
  );
}

const CHANGES = {
  'one-rule': 'a pattern is added to 1,000 rules and 20 patterns',
  'every-rule': 'each of 1,000 rules and 20 patterns gives something else',
  everything: 'all verdicts flip, by one rule',
  'everything-scattered': 'all verdicts flip, by 10 rules in turn',
};

function impactTable(impacts) {
  return table(
    ['', 'Verdicts that flip', 'Time', 'Longest step', 'Most memory', 'of which for this', 'Aim'],
    impacts.map(({ change, flips, duration, longestStep, rss, grown }) => [
      ...[CHANGES[change], whole(flips), ...[duration, longestStep].map(milliseconds)],
      ...[rss, grown].map(megabytes),
      `${atMost(AIMS.impactMs, duration, milliseconds)}; ${atMost(AIMS.impactBytes, rss, megabytes)}`,
    ]),
  );
}
