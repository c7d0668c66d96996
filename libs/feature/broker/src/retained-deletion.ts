import { propertiesProblem, PublishRefused, type RetainedSize } from '#link/broker';
import {
  countHeld,
  eachAtOnce,
  freshly,
  goOn,
  NotBegun,
  publishing,
  type Conclusion,
  type Work,
} from './retained-work.js';
import { KEPT_MS } from './store/deletion.js';
import type { RetainedChange } from './until-heard.js';

export interface DeletionOrder {
  readonly filter: string;
  /** What the preview found: nothing else is deleted. */
  readonly found: readonly RetainedSize[];
  /** How large the undo file may become; nothing when there is none. */
  readonly undoBytes: number | undefined;
}

/**
 * Deletes what a preview found: reads it once more, keeps it for the undo, deletes it, and looks whether it is
 * gone.
 */
export async function deleteRetained(work: Work, order: DeletionOrder): Promise<Conclusion> {
  const { sizes, sha256 } = await readAll(work, order);
  const payloadBytes = sizes.reduce((sum, size) => sum + size.payloadBytes, 0);
  await work.keep({
    ...{ messages: sizes.length, payloadBytes, sha256 },
    ...(order.undoBytes !== undefined && { undoUntil: work.clock() + KEPT_MS }),
  });
  const { deleted, last, refusal } = await clear(work, sizes);
  await work.keep({ state: 'verifying' });
  const remaining = await countHeld(work, sizes);
  await work.heard(last);
  return {
    ...{ state: refusal !== undefined && deleted === 0 ? 'failed' : 'deleted', remaining },
    ...(refusal !== undefined && { reason: refusal }),
  };
}

interface ReadAgain {
  readonly sizes: readonly RetainedSize[];
  /** Of the records of all messages. */
  readonly sha256: string;
}

async function readAll(
  work: Work,
  { filter, found, undoBytes }: DeletionOrder,
): Promise<ReadAgain> {
  const { folder, id, clock } = work;
  const writer = undoBytes === undefined ? folder.writeNothing() : await folder.write(id);
  const asked = new Set(found.map(({ topic }) => topic));
  const sizes: RetainedSize[] = [];
  try {
    await freshly(work, async (reader) => {
      const now = await reader.glance(filter);
      work.tell({ leftAlone: now.filter(({ topic }) => !asked.has(topic)).length });
      for await (const messages of reader.fetch(found)) {
        goOn(work);
        for (const { topic, payload, properties } of messages) {
          const problem = propertiesProblem(properties);
          if (problem !== undefined) throw new NotBegun(`${topic}: ${problem}`);
          sizes.push({ topic, payloadBytes: payload.length });
        }
        await writer.add(messages.map((message) => ({ ...message, readAt: clock() })));
        if (undoBytes !== undefined && writer.bytes > undoBytes) {
          throw new NotBegun('The messages have become too large to be kept for an undo.');
        }
      }
    });
    return { sizes, sha256: await writer.finish() };
  } catch (error) {
    // Whatever went wrong, nothing was deleted yet, so there is nothing to undo.
    await writer.abandon();
    await folder.removeUndo(id);
    throw error;
  }
}

async function clear(work: Work, sizes: readonly RetainedSize[]) {
  const counts = { deleted: 0, refused: 0 };
  let last: RetainedChange | undefined;
  let refusal: string | undefined;
  await publishing(work, (publisher) =>
    eachAtOnce(sizes, async ({ topic }) => {
      goOn(work);
      try {
        await publisher.clear(topic);
        counts.deleted++;
        last = { topic, retained: false };
      } catch (error) {
        // PublishRefused: only the broker knows its access rules. The other topics may be allowed.
        if (!(error instanceof PublishRefused)) throw error;
        counts.refused++;
        refusal = `${topic}: ${error.message}`;
      }
      work.tell(counts);
    }),
  );
  return { ...counts, last, refusal };
}
