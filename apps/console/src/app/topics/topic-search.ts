import { filterProblem } from '#domain/mqtt';

/** What the text of a search is: part of a topic, an MQTT filter, or part of a value. */
export const SEARCH_MODES = ['contains', 'filter', 'value'] as const;
export type SearchMode = (typeof SEARCH_MODES)[number];

export const MODE_WORDS: Record<SearchMode, string> = {
  contains: 'Topic contains',
  filter: 'MQTT filter',
  value: 'Value contains',
};

/** What a search asks the server for. */
export type SearchTerm =
  { readonly filter: string } | { readonly contains: string } | { readonly value: string };

/** A search as it can be asked, in words, or what is wrong with it. */
export type Explained =
  { readonly term: SearchTerm; readonly words: string } | { readonly problem: string };

/**
 * What the text most likely is. Wildcards stand in no topic, and who ends with a slash wants what is below;
 * braces and quotes are those of a JSON value.
 */
export function guessMode(text: string): SearchMode {
  if (/^[[{"]|":/.test(text)) return 'value';
  if (/[+#]/.test(text) || /.\/$/.test(text)) return 'filter';
  return 'contains';
}

/** Says what would be found, while it is typed. */
export function explainSearch(mode: SearchMode, text: string): Explained {
  switch (mode) {
    case 'contains':
      return { term: { contains: text }, words: `Topics with “${text}” in their name` };
    case 'value':
      return { term: { value: text }, words: `Topics with “${text}” in their last value` };
    case 'filter':
      return explainFilter(text);
  }
}

function explainFilter(text: string): Explained {
  // A name cannot be meant: a broker has few topics that end with an empty level.
  const filter = /[^/+#]\/$/.test(text) ? `${text}#` : text;
  const problem = filterProblem(filter);
  if (problem !== undefined) return { problem };
  return { term: { filter }, words: filterWords(filter) };
}

function filterWords(filter: string): string {
  const levels = filter.split('/');
  if (!levels.some((level) => level === '+' || level === '#')) return `The topic ${filter} alone`;
  const [above, last] = [levels.slice(0, -1), levels.at(-1)];
  if (last === '#' && above.length > 0 && !above.includes('+'))
    return `${above.join('/')} and all topics below it`;
  const parts = [
    ...(levels.includes('+') ? ['+ is any one level'] : []),
    ...(last === '#' ? ['# is any number of levels'] : []),
  ];
  return `Topics that ${filter} selects: ${parts.join(', ')}`;
}
