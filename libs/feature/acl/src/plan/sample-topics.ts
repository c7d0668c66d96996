import type { Policy } from '#domain/access';

const MOST_OF_RULES = 200;
const MOST_OBSERVED = 200;

/** Topics to ask about: some that were observed, and one for each of some rules. Those below `$` are left out. */
export function sampleTopics(
  policies: readonly Policy[],
  observed: readonly string[],
  username: string | undefined,
): readonly string[] {
  const step = Math.max(1, Math.floor(observed.length / MOST_OBSERVED));
  const some = observed.filter((_, at) => at % step === 0).slice(0, MOST_OBSERVED);
  const filters = new Set(policies.flatMap(filtersOf));
  const ofRules = [...filters].slice(-MOST_OF_RULES).map((filter) => topicFor(filter, username));
  const all = new Set([...ofRules, ...some, 'mcm/unknown']);
  return [...all].filter((topic) => topic !== '' && !/^\$|[+#\0]/.test(topic));
}

function filtersOf({ aclFile, dynsec }: Policy): string[] {
  return [
    ...(aclFile?.lines ?? []).flatMap((line) => ('filter' in line ? [line.filter] : [])),
    ...(dynsec?.roles ?? []).flatMap(({ acls }) => acls.map(({ topic }) => topic)),
  ];
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
