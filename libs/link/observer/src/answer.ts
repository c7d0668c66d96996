import { preview } from '#domain/payload';
import type { LiveClientLog } from '#domain/session';
import type { FoundTopics, Search, TopicRow, TopicTable } from '#domain/traffic';
import type { Answer, Question } from './port.js';
import type { ObservedMessage, ObservedTopic, ObservedValue } from './snapshot.js';
import type { Turns } from './turns.js';

/** An answer is worked at for this long at a stretch; then what the broker sent meanwhile is read first. */
const STRETCH_MS = 5;

export interface Asked {
  readonly table: TopicTable;
  readonly liveClients: LiveClientLog;
  readonly question: Question;
  readonly now: () => number;
  readonly turns: Turns;
  /** Whether somebody still waits for the answer. */
  readonly wanted: () => boolean;
}

/** Asks the table or the log, and decodes no more of the payloads than is shown. */
export async function answer(asked: Asked): Promise<Answer> {
  const { table, question, now, turns } = asked;
  if (turns.busy) await turns.next();
  switch (question.about) {
    case 'children':
      return found(asked, table.children({ ...question.query, at: now() }));
    case 'search':
      return found(asked, await driven(asked, table.search({ ...question.query, at: now() })));
    case 'names': {
      const query = { ...question.query, sort: 'name', at: now() } as const;
      const { rows, nextCursor } = await driven(asked, table.search(query));
      const names = rows.map(({ topic }) => topic);
      return { names, ...(nextCursor !== undefined && { nextCursor }) };
    }
    case 'lookup': {
      const rows = question.query.map((topic) => table.find(topic, now()));
      return describeAll(
        asked,
        rows.filter((row) => row !== undefined),
      );
    }
    case 'message':
      return message(table, question.query, now());
    case 'history':
      return table.history(question.query);
    case 'clients':
      return asked.liveClients.snapshot();
  }
}

function message(
  table: TopicTable,
  { id, number }: { readonly id: string; readonly number?: number },
  at: number,
): ObservedMessage | undefined {
  const row = table.topic(id, at);
  if (row === undefined) return undefined;
  const described = describe(table, row);
  const held = table.message(id, number);
  return { row: described, ...(held && { message: held }) };
}

/** Runs a search to its end, turn by turn. */
async function driven(asked: Asked, search: Search): Promise<FoundTopics> {
  for (let begun = performance.now(); ;) {
    const step = search.next();
    if (step.done) return step.value;
    if (performance.now() - begun < STRETCH_MS) continue;
    await nextTurn(asked);
    begun = performance.now();
  }
}

async function found<Page extends FoundTopics>(
  asked: Asked,
  page: Page | undefined,
): Promise<(Omit<Page, 'rows'> & { readonly rows: readonly ObservedTopic[] }) | undefined> {
  return page && { ...page, rows: await describeAll(asked, page.rows) };
}

async function describeAll(
  asked: Asked,
  found: readonly TopicRow[],
): Promise<readonly ObservedTopic[]> {
  const rows: ObservedTopic[] = [];
  let begun = performance.now();
  for (const row of found) {
    rows.push(describe(asked.table, row));
    if (performance.now() - begun < STRETCH_MS) continue;
    await nextTurn(asked);
    begun = performance.now();
  }
  return rows;
}

async function nextTurn({ turns, wanted }: Asked): Promise<void> {
  await turns.next();
  if (!wanted()) throw new Error('nobody waits for the answer any more');
}

/** The row as it was found, with what is held of the last message now: that may be a later one. */
function describe(table: TopicTable, { last: found, ...row }: TopicRow): ObservedTopic {
  if (found === undefined) return row;
  const last = table.last(row);
  if (last === undefined || last.evicted) return { ...row, last: { ...found, evicted: true } };
  const { at, qos, retained, payloadBytes, payload } = last;
  const value: ObservedValue = { at, qos, retained, payloadBytes, evicted: false };
  const { text, format, truncated } = preview(payload);
  return {
    ...row,
    last: { ...value, payloadFormat: format, payloadPreview: text, truncated },
  };
}
