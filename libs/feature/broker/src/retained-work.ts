import type { BrokerTarget } from '#link/observer';
import { BrokerPublisher, RetainedReader, type RetainedSize } from '#link/broker';
import type { Clock } from '#platform';
import type { Deletion } from './store/deletion.js';
import type { UndoFolder } from './store/undo-folder.js';
import type { RetainedChange } from './until-heard.js';

/** What a deletion or its undo works with. */
export interface Work {
  readonly id: string;
  readonly target: BrokerTarget;
  readonly folder: UndoFolder;
  readonly clock: Clock;
  /** Aborted when MCM stops. */
  readonly signal: AbortSignal;
  /** Says how far it has come. */
  readonly tell: (change: Partial<Deletion>) => void;
  /** As {@link Work.tell}, and resolves when it would outlast a power failure. */
  readonly keep: (change: Partial<Deletion>) => Promise<void>;
  /** Resolves when the observer has heard of the last change, so that lists hold it when the job has ended. */
  readonly heard: (last: RetainedChange | undefined) => Promise<void>;
}

/** What a job says at its end. */
export type Conclusion = Partial<Deletion> & Pick<Deletion, 'state'>;

/** MCM stops; says so where people ask why the work ended. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor() {
    super('MCM was stopped while it ran.');
  }
}

/** Something is not as it was when the work was asked for; says what. Nothing was changed on the broker. */
export class NotBegun extends Error {
  override readonly name = 'NotBegun';
}

export function goOn({ signal }: Work): void {
  if (signal.aborted) throw new Interrupted();
}

/** Reads by a fresh subscription, which ends with `read`. */
export async function freshly<T>(
  { target }: Pick<Work, 'target'>,
  read: (reader: RetainedReader) => Promise<T>,
): Promise<T> {
  const reader = await RetainedReader.open(target);
  try {
    return await read(reader);
  } finally {
    await reader.close();
  }
}

/** Of how many of these topics the broker holds a retained message. */
export function countHeld(work: Work, sizes: Iterable<RetainedSize>): Promise<number> {
  return freshly(work, async (reader) => {
    let held = 0;
    for await (const messages of reader.fetch(sizes)) {
      held += messages.length;
      goOn(work);
    }
    return held;
  });
}

/** Publishes over a connection that ends with `act`. */
export async function publishing<T>(
  { target }: Pick<Work, 'target'>,
  act: (publisher: BrokerPublisher) => Promise<T>,
): Promise<T> {
  const publisher = new BrokerPublisher({
    target: () => Promise.resolve(target),
    name: 'retained',
  });
  try {
    return await act(publisher);
  } finally {
    await publisher.close();
  }
}

/** So many messages wait for the broker's answer; of these it lets as many be in flight as it likes. */
const AT_ONCE = 100;

/** Does `act` for each, a hundred at once. After a failure it begins no more, and rejects when all have ended. */
export async function eachAtOnce<T>(
  items: readonly T[],
  act: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const failures: unknown[] = [];
  const actOnSome = async () => {
    for (const item of left) {
      if (failures.length > 0) return;
      await act(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, actOnSome));
  if (failures.length > 0) throw failures[0];
}
