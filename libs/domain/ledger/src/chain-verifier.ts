import {
  anchor,
  HASH_BYTES,
  link,
  ORIGIN,
  sameBytes,
  toHex,
  type AnchorReason,
  type Entry,
  type Mac,
} from './chain.js';
import { readMark, type Mark, type ReadMark } from './mark.js';
import { Findings, is, range, type KnownHead, type Verdict } from './verdict.js';

export interface Marks {
  readonly start?: Mark;
  readonly head?: Mark;
}

export interface VerifierOptions {
  /** A head that was written down elsewhere: finds a tail that was cut off together with its mark. */
  readonly known?: KnownHead;
  /** How many problems are told in full. */
  readonly limit?: number;
}

/** As many hashes as the entry before may really have had: what is stored there, and what it ought to be. */
const MOST_CANDIDATES = 3;

/**
 * Finds out, entry by entry in the order of their numbers, whether a trail is the one that was written with
 * the key, and names each entry that is not.
 *
 * One altered entry does not spoil those after it: an entry is sound when it links to the hash that is
 * stored before it or to the one that ought to be there.
 */
export class ChainVerifier {
  private readonly findings: Findings;
  private readonly start: ReadMark | undefined;
  private readonly head: ReadMark | undefined;
  private readonly known: KnownHead | undefined;
  /** The number of the entry before; at first, of the one before the first that there has to be. */
  private last: number;
  /** What the next entry may link to; empty when that is not there. */
  private previous: readonly Uint8Array[];
  /** Whether it is only an invalid mark that says so. */
  private guess = false;
  private segmentStart: number;
  private lastEntry: KnownHead | undefined;
  private lastSound = false;
  private first: number | undefined;
  private entries = 0;

  constructor(
    private readonly mac: Mac,
    private readonly marks: Marks,
    { known, limit = 100 }: VerifierOptions = {},
  ) {
    this.findings = new Findings(limit);
    this.known = known;
    this.start = marks.start && readMark(mac, 'start', marks.start);
    this.head = marks.head && readMark(mac, 'head', marks.head);
    // What an invalid mark says is of use as well: the first entry links to it, or else to nothing.
    const { number = 1, hash = ORIGIN } = this.start?.content ?? {};
    this.last = number - 1;
    this.previous = [hash];
    this.segmentStart = number;
    if (marks.start && !this.start?.proven) {
      const detail = `The mark of the start is not valid: entries before ${number} may have been cut off.`;
      this.findings.add('mark-invalid', number, detail);
      this.guess = true;
    }
  }

  /** Answers whether this entry, as it is, is one that was written with the key. */
  take(entry: Entry): boolean {
    const { number, hash } = entry;
    this.entries += 1;
    if (number <= this.last || number > this.end) {
      this.findings.add('out-of-place', number, this.misplaced(number));
      return false;
    }
    if (number > this.last + 1) this.miss(this.last + 1, number - 1);
    const sound = this.check(entry);
    if (this.known?.number === number && !sameBytes(this.known.hash, hash)) {
      const detail = `Entry ${number} is not the one that was known: its hash is ${toHex(hash)}.`;
      this.findings.add('altered', number, detail);
    }
    this.first ??= number;
    this.last = number;
    this.lastEntry = { number, hash };
    this.lastSound = sound;
    return sound;
  }

  /** To be called once, after the last entry. */
  finish(): Verdict {
    this.checkEnd();
    const { start, first, lastEntry: head, findings } = this;
    const cut = start?.proven && start.content.number > 1 ? start.content : undefined;
    return {
      valid: findings.count === 0,
      entries: this.entries,
      ...(first !== undefined && { first }),
      ...(head && { head }),
      ...(cut && { cut: { number: cut.number, at: cut.at } }),
      problems: findings.problems,
      problemCount: findings.count,
    };
  }

  private check({ number, body, hash }: Entry): boolean {
    const due = this.previous.map((previous) => link(this.mac, previous, number, body));
    if (due.some((one) => sameBytes(one, hash))) {
      this.previous = [hash];
      this.guess = false;
      return true;
    }
    const reason = (['key', 'head'] as const).find((one) =>
      sameBytes(anchor(this.mac, one, number, body), hash),
    );
    if (reason) this.beginAnew(reason, number);
    // After a gap nothing is there to link to, and the gap is told already.
    else if ((due.length > 0 && !this.guess) || hash.length !== HASH_BYTES) {
      this.findings.add('altered', number, `Entry ${number} was altered.`);
    }
    this.guess = false;
    const candidates = reason ? [hash] : [hash, ...due];
    this.previous = candidates.filter(isHash).slice(0, MOST_CANDIDATES);
    return reason !== undefined;
  }

  private beginAnew(reason: AnchorReason, number: number): void {
    const [from, to] = [this.segmentStart, number - 1];
    if (reason === 'key' && to >= from) {
      this.findings.withdrawAltered(from);
      const detail = `${range(from, to)} cannot be proven: the key was replaced after ${from === to ? 'it' : 'them'}.`;
      this.findings.add('not-provable', from, detail);
    } else if (reason === 'head') {
      const detail =
        `Entry ${number} goes on without a valid head mark: nobody can tell whether entries ` +
        'were cut off before it.';
      this.findings.add('not-provable', number, detail);
    }
    this.findings.beginSegment();
    this.segmentStart = number;
  }

  private miss(from: number, to: number): void {
    this.previous = [];
    const what = `${range(from, to)} ${is(from, to)} missing`;
    if (this.first === undefined) {
      const detail = `${what} at the start, and no valid mark says that retention cut there.`;
      this.findings.add('start-unproven', from, detail);
      return;
    }
    const detail = `${what}; entry ${to + 1}, which links there, cannot be checked by itself.`;
    this.findings.add('missing', from, detail);
  }

  /** The number of the last entry that there may be. */
  private get end(): number {
    return this.head?.proven ? this.head.content.number : Infinity;
  }

  private misplaced(number: number): string {
    if (number > this.end) return `Entry ${number} lies beyond the end of the trail.`;
    return this.first === undefined
      ? `Entry ${number} lies before the start of the trail.`
      : `Entry ${number} is out of place: it comes after entry ${this.last}.`;
  }

  private checkEnd(): void {
    const { head, known, last } = this;
    if (!head?.proven) {
      const state = this.marks.head ? 'not valid' : 'missing';
      const detail = `The mark of the last entry is ${state}: entries after entry ${last} may have been cut off.`;
      this.findings.add('mark-invalid', last, detail);
    } else this.compareEnd(head.content);
    if (known && known.number > last) {
      const detail = `The trail ends with entry ${last}, but entry ${known.number} was known: it was cut off.`;
      this.findings.add('truncated', last + 1, detail);
    }
  }

  private compareEnd({ number, hash }: KnownHead): void {
    const { last } = this;
    if (last < number) {
      const cutOff = `${range(last + 1, number)} ${is(last + 1, number)} missing`;
      this.findings.add('truncated', last + 1, `${cutOff}: the end of the trail was cut off.`);
    } else if (this.lastSound && !this.previous.some((one) => sameBytes(one, hash))) {
      this.findings.add('altered', last, `Entry ${last} is not the one that its mark tells of.`);
    }
  }
}

const isHash = ({ length }: Uint8Array): boolean => length === HASH_BYTES;
