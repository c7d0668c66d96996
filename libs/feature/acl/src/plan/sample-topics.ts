import type { Policy } from '#domain/access';

const MOST_OF_RULES = 200;
const MOST_OBSERVED = 200;

/**
 * Topics to ask a user about: one for each of some rules, first of those that only one of the policies has, and some
 * that were observed. Those below `$` are left out.
 */
export function sampleTopics(
  [before, after]: readonly [Policy, Policy],
  observed: readonly string[],
): (username: string | undefined) => readonly string[] {
  const step = Math.max(1, Math.floor(observed.length / MOST_OBSERVED));
  const some = observed.filter((_, at) => at % step === 0).slice(0, MOST_OBSERVED);
  const filters = sampleFilters(rulesOf(before), rulesOf(after));
  return (username) => {
    const ofRules = filters.map((filter) => topicFor(filter, username));
    const all = new Set([...ofRules, ...some, 'mcm/unknown']);
    return [...all].filter((topic) => topic !== '' && !/^\$|[+#\0]/.test(topic));
  };
}

/** Filters by what a rule says with them. */
type Rules = ReadonlyMap<string, string>;

function sampleFilters(before: Rules, after: Rules): readonly string[] {
  const without = (rules: Rules, others: Rules) =>
    [...rules].flatMap(([rule, filter]) => (others.has(rule) ? [] : [filter]));
  const others = [...after.values()].slice(-MOST_OF_RULES);
  const all = new Set([...without(after, before), ...without(before, after), ...others]);
  return [...all].slice(0, MOST_OF_RULES);
}

function rulesOf({ aclFile, dynsec }: Policy): Rules {
  const rules = new Map<string, string>();
  let user = '';
  for (const line of aclFile?.lines ?? []) {
    if (line.kind === 'user') user = line.name;
    if (!('filter' in line)) continue;
    const whose = line.kind === 'topic' ? user : '';
    rules.set(`${line.kind} ${line.access} ${line.filter}\n${whose}`, line.filter);
  }
  for (const { name, acls } of dynsec?.roles ?? []) {
    for (const { type, topic, priority, allow } of acls) {
      rules.set(`${type} ${priority} ${allow} ${topic}\n${name}`, topic);
    }
  }
  return rules;
}

/** A topic that the filter matches, if names are as expected. */
function topicFor(filter: string, username = 'someone'): string {
  return filter
    .replaceAll('%u', username)
    .replaceAll('%c', username)
    .split('/')
    .map((level) => (level === '+' || level === '#' ? 'any' : level))
    .join('/');
}
