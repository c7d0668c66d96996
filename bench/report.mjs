/** The figures as tables in Markdown, for people and for docs/performance.md. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

const BEGIN = '<!-- The figures: written by `make bench`. Do not edit. -->';
const END = '<!-- The end of the figures. -->';

const AIMS = { readySeconds: 0.6, idleBytes: 140e6, ratio: 0.9 };

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
const whole = (value) => Math.round(value).toLocaleString('en');
const seconds = (value) => `${value.toFixed(2)} s`;
const micros = (value) => `${value.toFixed(2)} µs`;
const milliseconds = (value) => `${value.toFixed(1)} ms`;
const verdict = (met) => (met ? 'met' : '**missed**');

/** `show` of the median, and of the extremes where there were several runs. */
function range({ median, least, greatest }, show) {
  if (least === greatest) return show(median);
  return `${show(median)} (${show(least)} to ${show(greatest)})`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function machineTable(rows) {
  return table(['', ''], rows);
}

export function startTables({ again, first, idle, loggedIn }) {
  const aim = (spread) =>
    `at most ${seconds(AIMS.readySeconds)}: ${verdict(spread.median <= AIMS.readySeconds)}`;
  const start = (what, spread, goal = '') => [what, range(spread, seconds), spread.runs, goal];
  const idleAim = `at most ${megabytes(AIMS.idleBytes)}: ${verdict(idle.rss <= AIMS.idleBytes)}`;
  return [
    table(
      ['Time to ready', 'Median (least to most)', 'Starts', 'Aim'],
      [
        start('with a database', again, aim(again)),
        start('the very first, which makes the database', first, aim(first)),
      ],
    ),
    table(
      ['Memory while idle', 'RSS', 'PSS', 'Aim'],
      [
        ['before anybody logged in', megabytes(idle.rss), megabytes(idle.pss), idleAim],
        ['after a log-in', megabytes(loggedIn.rss), megabytes(loggedIn.pss), ''],
      ],
    ),
  ].join('\n\n');
}

export function observingTable({ plain, patient, mcm, messages, topics, runs }) {
  const per = runs === 1 ? 'one run each' : `${runs} runs each, medians (least to most)`;
  const ratio = mcm.rate.median / plain.rate.median;
  const ratioAim = `at least ${AIMS.ratio}: ${verdict(ratio >= AIMS.ratio)}`;
  const lossAim = `none of MCM's: ${verdict(mcm.dropped === 0 && mcm.lost === 0)}`;
  const row = (what, show, aim = '') => [what, ...[plain, patient, mcm].map(show), aim];
  const toPlain = (one) => (one.rate.median / plain.rate.median).toFixed(2);
  return [
    `${whole(messages)} messages to ${whole(topics)} topics, ${per}:`,
    table(
      ['', 'Plain reader', 'Patient reader', 'MCM', 'Aim'],
      [
        row('messages per second', (one) => range(one.rate, whole)),
        row('of the plain reader', toPlain, ratioAim),
        row('dropped by the broker, all runs', (one) => whole(one.dropped), lossAim),
        row('not received, all runs', (one) => whole(one.lost)),
        row('processor time per message', (one) => range(one.cpuMicros, micros)),
      ],
    ),
  ].join('\n\n');
}

export function apiTable(loads) {
  const cells = ({ p50, p99, most }) => [p50, p99, most].map(milliseconds);
  return table(
    ['Load', 'Observed per second', 'Request', 'p50', 'p99', 'slowest'],
    loads.flatMap(({ load, observedPerSecond, status, topics }) => [
      [load, whole(observedPerSecond), '`/status`', ...cells(status)],
      [load, whole(observedPerSecond), '`/topics`, 100 values', ...cells(topics)],
    ]),
  );
}

export function identityTable(parts) {
  return table(
    ['', 'At once', 'Per second', 'p50', 'p99', 'slowest'],
    parts.map(({ what, clients, perSecond, p50, p99, most }) => [
      ...[what, clients, perSecond < 100 ? perSecond.toFixed(1) : whole(perSecond)],
      ...[p50, p99, most].map(milliseconds),
    ]),
  );
}

/** Puts the sections between the markers of the page, and leaves what people wrote around them. */
export async function writePage(file, sections) {
  const page = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin === -1 || end < begin) {
    throw new Error(`${file} lacks the markers between which the figures stand:\n${BEGIN}\n${END}`);
  }
  const figures = [BEGIN, ...sections, END].join('\n\n');
  const text = page.slice(0, begin) + figures + page.slice(end + END.length);
  const options = { ...(await resolveConfig(file)), parser: 'markdown' };
  writeFileSync(file, await format(text, options));
}
