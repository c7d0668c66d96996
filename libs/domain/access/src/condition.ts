import { matches } from '#domain/mqtt';
import type { Condition } from './decision-list.js';
import { compareOddly } from './odd-filter.js';

/** Whether the condition holds for a topic or, in lists about subscriptions, for a filter. */
export function holds(when: Condition, topic: string): boolean {
  switch (when.kind) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'selected':
      return matches(when.filter, topic);
    case 'literal':
      return when.topic === topic;
    case 'within':
      return when.compares === 'levels'
        ? isWithinLevels(topic, when.filter)
        : compareOddly(when.filter, topic, 'subscription') === 'yes';
    case 'odd':
      return compareOddly(when.filter, topic, when.of, when.names) === when.outcome;
    case 'begins':
      return (
        topic.startsWith(when.prefix) && !(when.except !== undefined && matches(when.except, topic))
      );
    case 'begins-not':
      return !topic.startsWith(when.prefix);
    case 'wildcard':
      return /[+#]/.test(topic);
  }
}

/**
 * How the plugin of 2.0 compares a subscription with a pattern (`sub_matches_sub.c`): each without its `#`, level
 * by level. So `+/#` contains `#`, `#` contains what begins with `$`, and `a/#` is not within `a/+`.
 */
function isWithinLevels(subscription: string, pattern: string): boolean {
  if (pattern === '#') return true;
  const wide = withoutHash(pattern);
  const narrow = withoutHash(subscription);
  if (narrow.hash && !wide.hash) return false;
  const rest = narrow.levels.length - wide.levels.length;
  if (rest < 0 || (rest > 0 && !wide.hash)) return false;
  return wide.levels.every((level, i) => level === '+' || level === narrow.levels[i]);
}

function withoutHash(filter: string): { levels: readonly string[]; hash: boolean } {
  if (filter === '#') return { levels: [''], hash: true };
  return filter.endsWith('/#')
    ? { levels: filter.slice(0, -2).split('/'), hash: true }
    : { levels: filter.split('/'), hash: false };
}
