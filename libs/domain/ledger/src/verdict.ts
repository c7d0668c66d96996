export type ChainProblemKind =
  | 'altered'
  | 'missing'
  | 'out-of-place'
  | 'truncated'
  | 'start-unproven'
  | 'mark-invalid'
  | 'not-provable';

export interface ChainProblem {
  /** The entry it is about; the first one, if it is about several. */
  readonly number: number;
  readonly kind: ChainProblemKind;
  /** A sentence that names the entry. */
  readonly detail: string;
}

/** An entry that somebody wrote down elsewhere. */
export interface KnownHead {
  readonly number: number;
  readonly hash: Uint8Array;
}

export interface Verdict {
  /** Whether all is proven. */
  readonly valid: boolean;
  /** How many entries were looked at. */
  readonly entries: number;
  readonly first?: number;
  readonly head?: KnownHead;
  /** Where the old end was cut off, and when, in milliseconds since 1970: proven by a mark. */
  readonly cut?: { readonly number: number; readonly at: number };
  /** At most as many as were asked for. */
  readonly problems: readonly ChainProblem[];
  readonly problemCount: number;
}

/** What was found so far: the first few in full, of the others the number. */
export class Findings {
  private kept: ChainProblem[] = [];
  private all = 0;
  /** Altered entries since the chain last began anew. */
  private altered = 0;

  constructor(private readonly limit: number) {}

  add(kind: ChainProblemKind, number: number, detail: string): void {
    this.all += 1;
    if (kind === 'altered') this.altered += 1;
    if (this.kept.length < this.limit) this.kept.push({ number, kind, detail });
  }

  /** Of the entries from `first` on nothing can be known: those that looked altered may not be. */
  withdrawAltered(first: number): void {
    this.kept = this.kept.filter(({ kind, number }) => kind !== 'altered' || number < first);
    this.all -= this.altered;
    this.altered = 0;
  }

  beginSegment(): void {
    this.altered = 0;
  }

  get problems(): readonly ChainProblem[] {
    return this.kept;
  }

  get count(): number {
    return this.all;
  }
}

export const range = (first: number, last: number): string =>
  first === last ? `Entry ${first}` : `Entries ${first} to ${last}`;

export const is = (first: number, last: number): string => (first === last ? 'is' : 'are');
