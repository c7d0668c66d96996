/** What is asked of a million topics: queries of `GET /topics`, many of each kind, none twice where that can be. */
import { topicName, valueOf } from './messages.mjs';

/** Prime: topics that are asked for one after the other are no neighbours. */
const STRIDE = 7_907;
const VALUES_EACH = 100;
/** The most that one page may have. */
const LONGEST_PAGE = 500;

const hallOf = (number) => topicName(number).split('/')[1];
const sensorOf = (number) => topicName(number).split('/')[2];

/**
 * `[{ what, aimed, walks, queries }]`: whether there is an aim for such a page, whether each page begins where the one
 * before ended, and what to ask.
 */
export async function pageQueries(observer, { topics, requests }) {
  const { parent, halls } = await levelsOf(observer);
  // None is topic 0, whose payload the markers of a flood have, too.
  const numbers = Array.from(
    { length: requests },
    (_, i) => ((i + 1) * STRIDE * VALUES_EACH + i) % topics,
  );
  const kind = (what, query, { aimed = true, walks = false } = {}) => {
    return { what, aimed, walks, queries: numbers.map(query) };
  };
  const sorted = (sort) => kind(`\`sort=${sort}\``, () => ({ sort }));
  const levels = `children: a level of ${halls.length.toLocaleString('en')}, page by page`;
  return [
    kind('children: a level of 100', (_, i) => ({ parent: halls[(i * STRIDE) % halls.length] })),
    kind(levels, () => ({ parent }), { walks: true }),
    ...searches(kind),
    ...['name', 'rate', 'messages', 'bytes', 'last-seen'].map(sorted),
    kind('`sort=messages`, page by page', () => ({ sort: 'messages' }), { walks: true }),
    kind('part of 100 names', (number) => ({ contains: hallOf(number) }), { aimed: false }),
    kind('part of one value', (number) => ({ value: valueOf(number) }), { aimed: false }),
  ];
}

function searches(kind) {
  const filters = (what, filter) => kind(what, (number) => ({ filter: filter(number) }));
  return [
    filters('filter that finds 100', (number) => `factory/${hallOf(number)}/+`),
    filters('filter that finds one in each level', (number) => `+/+/${sensorOf(number)}`),
    filters('filter that finds nothing', (number) => `factory/+/${hallOf(number)}`),
  ];
}

/** `{ parent, halls }`: the id of the level above all of them, and theirs. */
async function levelsOf(observer) {
  const { topics } = await observer.ask('topics?limit=100');
  const parent = topics.find(({ name }) => name === 'factory')?.id;
  const halls = [];
  for (let next = ''; ;) {
    const page = await observer.ask(`topics?parent=${parent}&limit=${LONGEST_PAGE}${next}`);
    halls.push(...page.topics.map(({ id }) => id));
    if (page.nextCursor === undefined) return { parent, halls };
    next = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
}
