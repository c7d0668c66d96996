/** More than any request has to say; what is larger is refused before anything is made of it. */
const DEEPEST = 32;
const MOST_MEMBERS = 1_000;

/**
 * Why `value` is not even looked at, or nothing. The checks that follow call themselves for each level and
 * look at each member many times: without this, one request could stop the server.
 */
export function shapeProblem(value: unknown): string | undefined {
  let level = [value].filter(isObject);
  let members = 0;
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return `It is nested deeper than ${DEEPEST} levels.`;
    const below = level.flatMap((holder) => Object.values(holder) as unknown[]);
    members += below.length;
    if (members > MOST_MEMBERS) return `It has more than ${MOST_MEMBERS} members.`;
    level = below.filter(isObject);
  }
  return undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
