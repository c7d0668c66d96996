import { covers, overlaps, textProblem } from '#domain/mqtt';
import { hasPlaceholder } from './lint-filter-set.js';
import { shown, type Finding } from './lint-finding.js';

/** A finding without its place. */
export type Remark = Pick<Finding, 'rule' | 'severity' | 'message' | 'other'>;

/** Whether a rule gives the right to publish: and nothing else (`only`), or beside another one. */
export type Publishing = 'only' | 'too' | 'no';

const MAX_SLASHES = 200;
const BRIDGE_STATES = '$SYS/broker/connection/+/state';

/** Whether the filter selects every topic that does not begin with `$`. */
export function isEverything(filter: string): boolean {
  return filter === '#' || filter === '+/#';
}

/** Why nobody can use a topic or subscription that the filter selects; nothing when somebody can. */
export function impossible(filter: string): Remark | undefined {
  const problem = textProblem(filter, 'topic') ?? slashesProblem(filter);
  if (problem === undefined) return undefined;
  const hint = filter.includes('\t') ? ' Only spaces separate words here; a tab does not.' : '';
  return {
    rule: 'impossible-topic',
    severity: 'warning',
    message: `No client can use this topic, so the rule never decides. ${problem}${hint}`,
  };
}

/** What the broker lets nobody do on the topics that the filter selects, whatever a rule says. */
export function* guardedTopics(filter: string, publishing: Publishing): Generator<Remark> {
  if (filter.startsWith('$share')) {
    const message =
      'What begins with $share is a way to subscribe and no topic: nobody publishes or receives there, and the rule never decides.';
    yield { rule: 'share-topic', severity: 'warning', message };
  }
  if (publishing !== 'no' && filter.startsWith('$SYS') && !isForBridges(filter)) {
    const severity = publishing === 'only' ? 'warning' : 'notice';
    yield { rule: 'sys-write', severity, message: sysMessage(filter, publishing) };
  }
}

/** Levels that look like a wildcard and are none. */
export function* starLevels(filter: string): Generator<Remark> {
  if (!filter.includes('*') || !filter.split('/').includes('*')) return;
  const message = `In ${shown(filter)} the level * is that character. The wildcards are + for one level and # for all that follow.`;
  yield { rule: 'star-level', severity: 'notice', message };
}

export function broadWrite(): Remark {
  const message =
    'This gives the right to publish to every topic that does not begin with $, also to those that nobody has thought of.';
  return { rule: 'broad-write', severity: 'warning', message };
}

/** A level in which `%c` or `%u` is only a part. */
export function partialLevel(filter: string): string | undefined {
  return filter.split('/').find((level) => hasPlaceholder(level) && !/^%[cu]$/.test(level));
}

function slashesProblem(filter: string): string | undefined {
  const parent = filter.endsWith('/#') ? filter.slice(0, -2) : filter;
  return parent.split('/').length > MAX_SLASHES + 1
    ? `A topic can have at most ${MAX_SLASHES} slashes.`
    : undefined;
}

/** As in the line that Mosquitto's own example gives to bridges. */
function isForBridges(filter: string): boolean {
  return covers(BRIDGE_STATES, filter.replaceAll(/[^/]*%[cu][^/]*/g, '+'));
}

function sysMessage(filter: string, publishing: Publishing): string {
  const fact = 'Only the broker publishes below $SYS, except to the state of bridges:';
  if (overlaps(BRIDGE_STATES, reachOf(filter))) {
    return `${fact} of the right to write, that alone remains.`;
  }
  return publishing === 'only'
    ? `${fact} this rule never decides.`
    : `${fact} here, the right to write has no effect.`;
}

/** A filter that selects at least what the pattern does, whatever names are filled in, after its first level. */
function reachOf(pattern: string): string {
  const levels = pattern.split('/');
  const first = levels.findIndex(hasPlaceholder);
  return first === -1 ? pattern : [...levels.slice(0, first), '#'].join('/');
}
