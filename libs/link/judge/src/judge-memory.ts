import type { FeedSkips } from '#link/observer';

/** More than there are schemas, so that one that was edited gets another slot than it had. */
export const SLOTS = 512;

/** The first fields; then three for each schema. */
const HEAD = {
  ...{ current: 0, sequence: 1, inHand: 2, compiling: 3 },
  ...{ tooFast: 4, tooLarge: 5, lost: 6 },
} as const;
const HEAD_FIELDS = 7;
const SLOT = { judged: 0, violations: 1, pending: 2 } as const;
const SLOT_FIELDS = 3;

/** What was counted of one schema since it was last looked at. */
export interface SlotCounts {
  readonly judged: number;
  readonly violations: number;
}

/** What the thread was doing when it was looked at, or died. */
export interface AtWork {
  /** The schema by its slot. */
  readonly slot: number;
  readonly compiling: boolean;
  /** Another number for each message and schema. */
  readonly sequence: number;
}

/**
 * The memory that both threads see: the judge counts and says what it is at, the main thread takes the counts and
 * notices when one message takes too long. So nothing that was counted is lost when the judge has to be ended.
 */
export class JudgeMemory {
  readonly #fields: Int32Array;

  constructor(
    readonly shared = new SharedArrayBuffer(
      (HEAD_FIELDS + SLOTS * SLOT_FIELDS) * Int32Array.BYTES_PER_ELEMENT,
    ),
  ) {
    this.#fields = new Int32Array(shared);
  }

  /** The judge takes the next message of a batch, to be judged by the schemas in these slots. */
  take(slots: readonly number[]): void {
    for (const slot of slots) Atomics.store(this.#fields, at(slot, 'pending'), 1);
    Atomics.add(this.#fields, HEAD.inHand, 1);
  }

  /** The batch is through; so many were skipped since the one before. */
  batchTaken({ tooFast, tooLarge, lost }: FeedSkips): void {
    Atomics.add(this.#fields, HEAD.tooFast, tooFast);
    Atomics.add(this.#fields, HEAD.tooLarge, tooLarge);
    Atomics.add(this.#fields, HEAD.lost, lost);
    Atomics.store(this.#fields, HEAD.inHand, 0);
  }

  begin(slot: number, compiling = false): void {
    Atomics.add(this.#fields, HEAD.sequence, 1);
    Atomics.store(this.#fields, HEAD.compiling, compiling ? 1 : 0);
    Atomics.store(this.#fields, HEAD.current, slot + 1);
  }

  judged(slot: number, valid: boolean): void {
    Atomics.store(this.#fields, HEAD.current, 0);
    Atomics.store(this.#fields, at(slot, 'pending'), 0);
    if (!valid) Atomics.add(this.#fields, at(slot, 'violations'), 1);
    Atomics.add(this.#fields, at(slot, 'judged'), 1);
  }

  compiled(): void {
    Atomics.store(this.#fields, HEAD.current, 0);
  }

  /** What the judge is at; nothing when it waits. */
  atWork(): AtWork | undefined {
    const current = Atomics.load(this.#fields, HEAD.current);
    if (current === 0) return undefined;
    const compiling = Atomics.load(this.#fields, HEAD.compiling) === 1;
    return { slot: current - 1, compiling, sequence: Atomics.load(this.#fields, HEAD.sequence) };
  }

  /** Messages of the batch that the judge has begun; it told nobody yet that it has them. */
  get inHand(): number {
    return Atomics.load(this.#fields, HEAD.inHand);
  }

  /** Whether the message in hand has still to be judged by the schema in this slot. */
  isPending(slot: number): boolean {
    return Atomics.load(this.#fields, at(slot, 'pending')) === 1;
  }

  /** Takes what was counted of messages that never came; the next time begins at nought. */
  drainSkips(): FeedSkips {
    return {
      tooFast: Atomics.exchange(this.#fields, HEAD.tooFast, 0),
      tooLarge: Atomics.exchange(this.#fields, HEAD.tooLarge, 0),
      lost: Atomics.exchange(this.#fields, HEAD.lost, 0),
    };
  }

  /** Takes what was counted; the next time begins at nought. */
  drain(slot: number): SlotCounts {
    return {
      judged: Atomics.exchange(this.#fields, at(slot, 'judged'), 0),
      violations: Atomics.exchange(this.#fields, at(slot, 'violations'), 0),
    };
  }
}

const at = (slot: number, field: keyof typeof SLOT): number =>
  HEAD_FIELDS + slot * SLOT_FIELDS + SLOT[field];
