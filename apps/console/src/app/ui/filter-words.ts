import { matches } from '#domain/mqtt';

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const ORDINALS = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];
const RESERVED = 'that begins with $';

/** What a valid filter selects, as a sentence (MQTT 5.0 section 4.7). */
export function filterWords(filter: string): string {
  const { fixed, open } = levelsOf(filter);
  const any = fixed.flatMap((level, at) => (level === '+' ? [ordinal(at + 1)] : []));
  if (any.length === 0 && !open) return 'This one topic.';
  if (filter === '/#') return 'Every topic that begins with /.';
  if (any.length === 0 && fixed.length > 0) return `${fixed.join('/')}, and every topic below it.`;
  // `+/#` needs one level, which every topic has (section 4.7.1.2).
  if (any.length === fixed.length && open && fixed.length < 2)
    return 'Every topic but those that begin with $.';
  const length = `${open ? '' : 'exactly '}${levels(fixed.length)}${open ? ' or more' : ''}`;
  if (any.length === fixed.length) return `Every topic of ${length}, but none ${RESERVED}.`;
  const rest = open ? `, and so may what comes after ${ordinal(fixed.length)}` : '';
  const not = fixed[0] === '+' ? ` None ${RESERVED}.` : '';
  return `Topics of ${length}; ${listed(any)} may be anything${rest}.${not}`;
}

/** A topic, and whether a filter selects it. */
export interface FilterExample {
  readonly topic: string;
  readonly selected: boolean;
}

/** At most two topics that a valid filter selects, and at most two that one may take for selected. */
export function filterExamples(filter: string): readonly FilterExample[] {
  const { fixed, open } = levelsOf(filter);
  const names = fixed.map((level) => (level === '+' ? 'x' : level));
  const base = names.join('/');
  const parent = names.slice(0, -1).join('/');
  const below = names.length === 0 ? 'x' : `${base}/x`;
  const tried = open
    ? [base, below, `${below}/y`, parent, `${base}-2`, '$SYS/x']
    : [base, below, parent, base.replace(/[^/]*$/, '') + 'x', '$SYS/x'];
  const topics = [...new Set(tried)].filter((topic) => topic !== '' && topic !== '-2');
  const examples = topics.map((topic) => ({ topic, selected: matches(filter, topic) }));
  return [true, false].flatMap((selected) =>
    examples.filter((example) => example.selected === selected).slice(0, 2),
  );
}

function levelsOf(filter: string): { readonly fixed: readonly string[]; readonly open: boolean } {
  const all = filter.split('/');
  const open = all.at(-1) === '#';
  return { fixed: open ? all.slice(0, -1) : all, open };
}

const levels = (length: number) =>
  `${NUMBERS[length] ?? String(length)} ${length === 1 ? 'level' : 'levels'}`;
const ordinal = (place: number) =>
  ORDINALS[place] === undefined ? `level ${place}` : `the ${ORDINALS[place]}`;

function listed(words: readonly string[]): string {
  const [last = '', ...before] = words.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(', ')} and ${last}`;
}
