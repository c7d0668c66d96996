import type { Gap, HistoryMessage, TopicHistory, TopicMessage } from '../api/models';
import { between, count } from '../ui/formats';

/** The messages of a topic as far as they were asked for, latest first. */
export interface HistoryList {
  readonly messages: readonly HistoryMessage[];
  readonly gaps: readonly Gap[];
  readonly total: number;
  readonly held: number;
  /** Where older ones begin; absent when nothing older is held. */
  readonly next?: number;
}

export type HistoryRow =
  | { readonly kind: 'message'; readonly id: string; readonly message: HistoryMessage }
  | { readonly kind: 'gap'; readonly id: string; readonly gap: Gap }
  | { readonly kind: 'more'; readonly id: string };

/**
 * The list after its latest page was asked for again. Where the page does not reach down to what is known,
 * or counts anew because the observer did, it stands alone.
 */
export function withLatest(list: HistoryList | undefined, page: TopicHistory): HistoryList {
  const newest = list?.messages[0]?.number ?? 0;
  const [latest, oldest] = [page.messages[0], page.messages.at(-1)];
  const joins =
    oldest !== undefined && oldest.number <= newest + 1 && (latest?.number ?? 0) >= newest;
  if (list === undefined || !joins) return listOf(page);
  // Older than what is held on the server: let go there since, and here as well.
  const lowest = (latest?.number ?? 0) - page.held;
  const kept = list.messages.filter(({ number }) => number < oldest.number && number > lowest);
  const next = kept.length === 0 ? page.nextCursor : list.next;
  return {
    ...listOf(page),
    messages: [...page.messages, ...kept],
    gaps: merged(page.gaps, list.gaps),
    next,
  };
}

/**
 * The list with this message as its latest: two answers of the server are never of the same moment, and
 * what is shown stands at the top.
 */
export function upTo(list: HistoryList, latest: TopicMessage | undefined): HistoryList {
  if (latest === undefined) return list;
  const messages = list.messages.filter(({ number }) => number < latest.number);
  const known = list.messages.find(({ number }) => number === latest.number);
  return { ...list, messages: [known ?? latest, ...messages] };
}

/** The list with its next older page. */
export function withOlder(list: HistoryList, page: TopicHistory): HistoryList {
  const oldest = list.messages.at(-1)?.number ?? Number.POSITIVE_INFINITY;
  return {
    ...listOf(page),
    messages: [...list.messages, ...page.messages.filter(({ number }) => number < oldest)],
    gaps: merged(list.gaps, page.gaps),
  };
}

function listOf({ messages, gaps, total, held, nextCursor }: TopicHistory): HistoryList {
  return { messages, gaps, total, held, ...(nextCursor !== undefined && { next: nextCursor }) };
}

/** Both, latest first, each once: one that lasts may have ended since it was told first. */
function merged(first: readonly Gap[], second: readonly Gap[]): readonly Gap[] {
  const known = new Set(first.map(gapId));
  return [...first, ...second.filter((gap) => !known.has(gapId(gap)))].sort(
    (a, b) => Date.parse(b.from) - Date.parse(a.from),
  );
}

function gapId({ reason, from }: Gap): string {
  return `${reason} ${from}`;
}

/** A gap stands above the first message that is older than its end. */
export function historyRows({ messages, gaps, next }: HistoryList): readonly HistoryRow[] {
  const rows: HistoryRow[] = [];
  let at = 0;
  const place = (gap: Gap) => rows.push({ kind: 'gap', id: gapId(gap), gap });
  for (const message of messages) {
    const observedAt = Date.parse(message.observedAt);
    for (let gap = gaps[at]; gap !== undefined && endOf(gap) > observedAt; gap = gaps[++at])
      place(gap);
    rows.push({ kind: 'message', id: String(message.number), message });
  }
  if (next !== undefined) rows.push({ kind: 'more', id: 'more' });
  else for (const gap of gaps.slice(at)) place(gap);
  return rows;
}

function endOf({ until }: Gap): number {
  return until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until);
}

/** What a gap was, and how much it may hide; `now` by the server's clock. */
export function gapWords(gap: Gap, now: number): { readonly text: string; readonly more: string } {
  const until = gap.until === undefined ? now : Date.parse(gap.until);
  const lasted = between(until - Date.parse(gap.from));
  switch (gap.reason) {
    case 'absent':
      return {
        text: `${lasted} not recorded: MCM was not connected`,
        more: 'What was published in that time was not seen, other than what is retained.',
      };
    case 'restarted':
      return {
        text: `${lasted} not recorded: the observer was restarted`,
        more: 'What it held until then is lost.',
      };
    case 'dropped':
      return {
        text: `${lasted} with up to ${count(gap.upTo ?? 0)} messages dropped by the broker, of all clients`,
        more:
          gap.named === true
            ? 'The broker said that MCM was among the clients it dropped messages for.'
            : 'The broker does not say for which clients: MCM may have missed none of them.',
      };
  }
}

/** `last 500 of 1,204,118 held`. */
export function heldWords({
  held,
  total,
}: {
  readonly held: number;
  readonly total: number;
}): string {
  if (total === 0) return 'nothing yet';
  return held >= total ? `all ${count(total)} held` : `last ${count(held)} of ${count(total)} held`;
}
