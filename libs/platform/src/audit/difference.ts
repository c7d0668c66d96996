import type { Change } from '#contract';
import { Secret } from '../config/secret.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * What differs between two states of a thing, member by member and by name. What is not there before or
 * after is absent. Members of type {@link Secret} are compared, and written as `[secret]`.
 */
export function difference(before: object = {}, after: object = {}): readonly Change[] {
  return below('', before as Members, after as Members);
}

function below(parent: string, before: Members, after: Members): Change[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].toSorted().flatMap((name) => {
    const pointer = `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const [was, is] = [before[name], after[name]];
    if (isMembers(was) && isMembers(is)) return below(pointer, was, is);
    if (comparable(was) === comparable(is)) return [];
    return [
      {
        pointer,
        ...(was !== undefined && { before: was instanceof Secret ? was.toJSON() : was }),
        ...(is !== undefined && { after: is instanceof Secret ? is.toJSON() : is }),
      },
    ];
  });
}

function isMembers(value: unknown): value is Members {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Secret)
  );
}

/** Equal texts for equal values; `undefined` only for what is absent. */
function comparable(value: unknown): string | undefined {
  return JSON.stringify(value instanceof Secret ? { secret: value.reveal() as unknown } : value);
}
