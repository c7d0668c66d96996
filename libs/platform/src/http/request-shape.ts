/** More than any request has to say; what is larger is refused before anything is made of it. */
const DEEPEST = 32;
const MOST_MEMBERS = 1_000;
const MOST = Symbol('most members');

/** For a DTO that has more to say than others: lists with more than a thousand members in all. */
export const MostMembers =
  (most: number): ClassDecorator =>
  (dto) => {
    Reflect.defineMetadata(MOST, most, dto);
  };

/** How many members what becomes this DTO may have. */
export function mostMembers(dto: object | undefined): number {
  const most: unknown = dto && Reflect.getMetadata(MOST, dto);
  return typeof most === 'number' ? most : MOST_MEMBERS;
}

/**
 * Why `value` is not even looked at, or nothing. The checks that follow call themselves for each level and
 * look at each member many times: without this, one request could stop the server.
 */
export function shapeProblem(value: unknown, most = MOST_MEMBERS): string | undefined {
  let level = [value].filter(isObject);
  let members = 0;
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return `It is nested deeper than ${DEEPEST} levels.`;
    if (level.some(hasMeaning)) return 'A member cannot be called constructor or prototype here.';
    const below = level.flatMap((holder) => Object.values(holder) as unknown[]);
    members += below.length;
    if (members > most) return `It has more than ${most} members.`;
    level = below.filter(isObject);
  }
  return undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Nest takes these out without a word, since what makes objects of requests would trip over them. */
const hasMeaning = (holder: object): boolean =>
  Object.hasOwn(holder, 'constructor') || Object.hasOwn(holder, 'prototype');
