import { whyNoFilter } from '#domain/change';
import { filterProblem } from '#domain/mqtt';
import type { AccessBackendKind, PrincipalType } from '../api/models';
import { type FilterExample, filterExamples, filterWords } from '../ui/filter-words';

/** Whom a rule is for, as far as that is chosen, and how the broker keeps it. */
export interface FilterContext {
  readonly type: PrincipalType;
  /** Of the user. */
  readonly name?: string;
  readonly backend?: AccessBackendKind | undefined;
  /** Whether `%u` and `%c` are levels like any other: of what is no rule. */
  readonly literal?: boolean;
}

/** What a filter of a rule says: why it cannot be, or what it selects. */
export type FilterReading =
  | { readonly problem: string }
  | {
      readonly words: string;
      /** With names in the place of `%u` and `%c`, and whose they are. */
      readonly filled?: { readonly whose: string; readonly filter: string };
      readonly examples: readonly FilterExample[];
      /** Selects what the rule may be about, whoever it is. */
      readonly widest: string;
    };

/** Stands for any user, where none is named. */
const SAMPLE = { user: 'plc-7', client: 'plc-7-a' } as const;

export function readFilter(filter: string, context: FilterContext): FilterReading {
  const problem = problemOf(filter, context);
  if (problem !== undefined) return { problem };
  const user = context.name ?? SAMPLE.user;
  const widest = context.literal ? filter : withNames(filter, '+', '+');
  if (widest === filter) {
    return { words: filterWords(filter), examples: filterExamples(filter), widest };
  }
  const filled = withNames(filter, user, SAMPLE.client);
  const client = filter.includes('%c') ? ` with the client id ${SAMPLE.client}` : '';
  const whose = `${context.name === undefined ? 'a user ' : ''}${user}${client}`;
  return {
    words: filterWords(filled),
    filled: { whose, filter: filled },
    examples: filterExamples(filled),
    widest,
  };
}

function problemOf(filter: string, { type, backend }: FilterContext): string | undefined {
  if (filter === '') return 'Enter a topic, or a filter such as line2/+/state or line2/#.';
  return backend === 'file' ? whyNoFilter(filter, type) : filterProblem(filter);
}

/** `%u` and `%c` stand for names where they are a whole level. */
function withNames(filter: string, user: string, client: string): string {
  const names: Readonly<Record<string, string>> = { '%u': user, '%c': client };
  return filter
    .split('/')
    .map((level) => names[level] ?? level)
    .join('/');
}
