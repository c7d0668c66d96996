import { atLeast, type RoleFloor } from '#contract';
import type { Me } from './stored-session';

/** What is read of an operation; the rest goes to Swagger UI as it is. */
interface Operation {
  readonly description?: string;
  readonly 'x-role-floor'?: RoleFloor;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** The document, with a sentence on each operation that the role of `me` does not allow. */
export function documentFor(me: Me, document: OpenApi): OpenApi {
  return { ...document, paths: eachOf(document.paths, (path) => eachOf(path, toldTo(me))) };
}

const toldTo =
  ({ role }: Me) =>
  (operation: Operation): Operation => {
    const { 'x-role-floor': floor = 'public', description = '' } = operation;
    if (floor === 'public' || atLeast(role, floor)) return operation;
    const refusal = `**Needs the role ${floor}. You are ${role}.**`;
    return { ...operation, description: `${refusal}\n\n${description}`.trim() };
  };

function eachOf<Value>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
