import { expiryOf, PublishRefused, withExpiry, type OutgoingMessage } from '#link/broker';
import {
  countHeld,
  eachAtOnce,
  freshly,
  goOn,
  publishing,
  type Conclusion,
  type Work,
} from './retained-work.js';
import type { UndoRecord } from './store/undo-format.js';

/** What is read of the undo file before it is published. */
const BATCH = 500;
const BATCH_BYTES = 4_194_304;

interface Tally {
  restored: number;
  skipped: number;
  expired: number;
  refused: number;
  refusal?: string;
}

/**
 * Publishes what was deleted once more, where the broker holds nothing now; then looks whether it holds it. Nothing
 * is published from a file that is damaged anywhere.
 */
export async function restoreRetained(work: Work): Promise<Conclusion> {
  for await (const _ of work.folder.read(work.id)) goOn(work);
  const tally: Tally = { restored: 0, skipped: 0, expired: 0, refused: 0 };
  const published: { topic: string; payloadBytes: number }[] = [];
  await publishing(work, (publisher) =>
    freshly(work, async (reader) => {
      for await (const records of batches(work.folder.read(work.id))) {
        const held = new Set<string>();
        for await (const some of reader.fetch(records.map(sizeOf))) {
          for (const { topic } of some) held.add(topic);
        }
        await eachAtOnce(records, async (record) => {
          goOn(work);
          const message = held.has(record.topic) ? undefined : outgoing(record, work.clock());
          if (held.has(record.topic)) tally.skipped++;
          else if (!message) tally.expired++;
          else {
            await publisher.publish(message).then(
              () => published.push(sizeOf(record)),
              (error: unknown) => refuse(tally, record.topic, error),
            );
          }
          tally.restored = published.length;
          const { restored, skipped, expired } = tally;
          work.tell({ restored, skipped, expired });
        });
      }
    }),
  );
  const missing = published.length - (await countHeld(work, published));
  const last = published.at(-1);
  await work.heard(last && { topic: last.topic, retained: true });
  return conclude(tally, missing);
}

function conclude({ refused, refusal = '' }: Tally, missing: number): Conclusion {
  const faults = [
    ...(refused > 0 ? [`The broker refused ${refused} messages, among them ${refusal}`] : []),
    ...(missing > 0 ? [`${missing} messages were not found again after they were published.`] : []),
  ];
  return faults.length > 0
    ? { state: 'failed', reason: faults.join(' ') }
    : { state: 'restored', undoUntil: undefined };
}

function refuse(tally: Tally, topic: string, error: unknown): void {
  // PublishRefused: only the broker knows its access rules. The other topics may be allowed.
  if (!(error instanceof PublishRefused)) throw error;
  tally.refused++;
  tally.refusal = `${topic}: ${error.message}`;
}

const sizeOf = ({ topic, payload }: UndoRecord) => ({ topic, payloadBytes: payload.length });

/** The message as it was, with the time that it has left; nothing when that ran out (MQTT 5 section 3.3.2.3.3). */
function outgoing(record: UndoRecord, now: number): OutgoingMessage | undefined {
  const { topic, payload, qos, properties, readAt } = record;
  const message = { topic, payload, qos, retain: true, properties };
  const expiry = expiryOf(properties);
  if (expiry === undefined) return message;
  const left = expiry - Math.max(0, Math.ceil((now - readAt) / 1000));
  return left > 0 ? { ...message, properties: withExpiry(properties, left) } : undefined;
}

async function* batches(records: AsyncIterable<UndoRecord>): AsyncGenerator<UndoRecord[]> {
  let batch: UndoRecord[] = [];
  let bytes = 0;
  for await (const record of records) {
    batch.push(record);
    bytes += record.payload.length;
    if (batch.length < BATCH && bytes < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}
