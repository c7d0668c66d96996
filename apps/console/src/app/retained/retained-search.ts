import { filterProblem } from '#domain/mqtt';

/** What a search looks at: a part of the topic, the whole of it by an MQTT filter, a part of the value. */
export const SEARCH_KINDS = ['contains', 'filter', 'value'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

export const KIND_WORDS: Readonly<Record<SearchKind, string>> = {
  contains: 'Part of the topic',
  filter: 'Topic filter',
  value: 'Part of the value',
};

/** What is looked for; an empty text finds everything. */
export interface RetainedSearch {
  readonly kind: SearchKind;
  readonly text: string;
}

type Params = Readonly<Record<SearchKind, string | undefined>>;

/** Reads the search out of the address; `by` says how one searches while nothing is looked for yet. */
export function readSearch(params: Params, by?: string): RetainedSearch {
  const kind = SEARCH_KINDS.find((name) => (params[name] ?? '') !== '');
  if (kind !== undefined) return { kind, text: params[kind] ?? '' };
  return { kind: SEARCH_KINDS.find((name) => name === by) ?? 'contains', text: '' };
}

/** The search as the address has it; `null` takes a member out of it. */
export function searchParams({ kind, text }: RetainedSearch): Record<string, string | null> {
  const none = { contains: null, filter: null, value: null, by: null };
  if (text !== '') return { ...none, [kind]: text };
  return kind === 'contains' ? none : { ...none, by: kind };
}

/** The search as the server is asked for it. */
export function searchQuery({ kind, text }: RetainedSearch): Partial<Record<SearchKind, string>> {
  return text === '' ? {} : { [kind]: text };
}

/** Why nothing can be found by it. */
export function searchProblem({ kind, text }: RetainedSearch): string | undefined {
  return kind === 'filter' && text !== '' ? filterProblem(text) : undefined;
}

/** Why the retained messages of a filter cannot be deleted, as a sentence. */
export function deletionFilterProblem(filter: string): string | undefined {
  if (filter === '') return 'Enter a topic, or a filter.';
  if (filter.startsWith('$share/')) return 'A shared subscription gets no retained messages.';
  return filterProblem(filter);
}
