import type { ListTopics$Params } from '../api/functions';
import type { TopicDecode, TopicSort } from '../api/models';
import { TOPIC_DECODE } from '../api/models/topic-decode-array';
import { TOPIC_SORT } from '../api/models/topic-sort-array';
import { readPins, type Pin } from './pins';
import { PLOT_RANGES, type PlotRange } from './plot-range';
import {
  type Explained,
  explainSearch,
  guessMode,
  SEARCH_MODES,
  type SearchMode,
} from './topic-search';

/** All that the address says of the page, beside the topic. */
export interface TopicsView {
  readonly text: string;
  /** Chosen by the person, or else what the text looks like. */
  readonly mode: SearchMode;
  readonly sort?: TopicSort;
  readonly retained: boolean;
  readonly decode?: TopicDecode;
  /** The message that is shown; absent for the latest. */
  readonly number?: number;
  readonly pins: readonly Pin[];
  readonly range: PlotRange;
  /** Whether it is shown who may use the topic. */
  readonly who: boolean;
}

/** What the address may say, as it comes. */
export interface TopicsParams {
  readonly q?: string | undefined;
  readonly mode?: string | undefined;
  readonly sort?: string | undefined;
  readonly retained?: string | undefined;
  readonly decode?: string | undefined;
  readonly number?: string | undefined;
  readonly plot?: string | readonly string[] | undefined;
  readonly range?: string | undefined;
  readonly who?: string | undefined;
}

/** A member of the address and its value; `null` takes it out. */
export type TopicsChange = Readonly<
  Partial<Record<keyof TopicsParams, string | readonly string[] | number | null>>
>;

/** What goes when another topic is chosen: it was said of the one before. */
export const ANOTHER_TOPIC: TopicsChange = { number: null, decode: null };

/** What goes when the whole tree is wanted again. */
export const WHOLE_TREE: TopicsChange = { q: null, mode: null, sort: null, retained: null };

/** Reads the address; what is not a value there is as good as absent. */
export function readView(params: TopicsParams): TopicsView {
  const text = params.q ?? '';
  const sort = TOPIC_SORT.find((name) => name === params.sort);
  const decode = TOPIC_DECODE.find((name) => name === params.decode);
  const number = Number(params.number ?? Number.NaN);
  return {
    text,
    mode: SEARCH_MODES.find((name) => name === params.mode) ?? guessMode(text),
    ...(sort !== undefined && { sort }),
    retained: params.retained === 'true',
    ...(decode !== undefined && { decode }),
    ...(Number.isSafeInteger(number) && number > 0 && { number }),
    pins: readPins(params.plot),
    range: PLOT_RANGES.find((name) => name === params.range) ?? '10m',
    who: params.who === 'true',
  };
}

/** The question for a flat list. */
export type ListQuestion = Omit<ListTopics$Params, 'limit' | 'cursor' | 'parent'>;

/** What the left side shows: the tree, a list, or why there can be none. */
export type Listing =
  | { readonly kind: 'tree' }
  | { readonly kind: 'list'; readonly question: ListQuestion; readonly words: string }
  | { readonly kind: 'problem'; readonly problem: string };

export function listingOf({ text, mode, sort, retained }: TopicsView): Listing {
  const explained: Explained | undefined = text === '' ? undefined : explainSearch(mode, text);
  if (explained !== undefined && 'problem' in explained) {
    return { kind: 'problem', problem: explained.problem };
  }
  if (explained === undefined && sort === undefined && !retained) return { kind: 'tree' };
  return {
    kind: 'list',
    question: {
      ...explained?.term,
      ...(sort !== undefined && { sort }),
      ...(retained && { retained }),
    },
    words: [
      explained?.words ?? 'All topics',
      ...(retained ? ['with a retained message'] : []),
    ].join(', '),
  };
}
