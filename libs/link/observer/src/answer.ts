import { setImmediate as letOthersRun } from 'node:timers/promises';
import { preview } from '#domain/payload';
import type { LastMessage, TopicRow, TopicTable } from '#domain/traffic';
import type { Answer, Question } from './port.js';
import type { ObservedTopic, ObservedTopicDetail, ObservedValue } from './snapshot.js';

const SHOWN_BYTES = 1_048_576;
/** Payloads are judged for this long at a stretch; then what the broker sent meanwhile is read first. */
const STRETCH_MS = 5;

/** Asks the table, and decodes no more of the payloads than is shown. */
export async function answer(
  table: TopicTable,
  question: Question,
  now: () => number,
): Promise<Answer> {
  if (question.about === 'topic') {
    const row = table.topic(question.id, now());
    return row && detail(row);
  }
  const page = table.children({ ...question.query, at: now() });
  if (page === undefined) return undefined;
  const rows: ObservedTopic[] = [];
  let stretch = now();
  for (const row of page.rows) {
    rows.push(describe(row, (last) => wholePayload(table, row.id, last)));
    if (now() - stretch < STRETCH_MS) continue;
    await letOthersRun();
    stretch = now();
  }
  const { total, nextCursor } = page;
  return { rows, total, ...(nextCursor === undefined ? {} : { nextCursor }) };
}

function detail(row: TopicRow): ObservedTopicDetail {
  const described = describe(row, ({ payload }) => payload);
  if (row.last === undefined || row.last.evicted) return described;
  return { ...described, payload: row.last.payload.slice(0, SHOWN_BYTES) };
}

/** A page holds the beginning of long payloads; whether they are JSON is known from their end only. */
function wholePayload(table: TopicTable, id: string, last: LastMessage): Uint8Array {
  const { payload, payloadBytes, evicted } = last;
  if (evicted || payload.length === payloadBytes) return payload;
  return table.topic(id)?.last?.payload ?? payload;
}

function describe(
  { last, ...row }: TopicRow,
  payloadOf: (last: LastMessage) => Uint8Array,
): ObservedTopic {
  if (last === undefined) return row;
  const { at, qos, retained, payloadBytes, evicted } = last;
  const value: ObservedValue = { at, qos, retained, payloadBytes, evicted };
  if (evicted) return { ...row, last: value };
  const { text, format, truncated } = preview(payloadOf(last));
  return {
    ...row,
    last: { ...value, payloadFormat: format, payloadPreview: text, truncated },
  };
}
