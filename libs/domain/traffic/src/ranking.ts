/** A topic and what it is ranked by. */
export interface Ranked {
  readonly key: number;
  /** Its record, which is the same as long as it is held: orders those with the same key. */
  readonly level: number;
}

/** Where a page of a ranking ended. */
export interface RankPosition extends Ranked {
  /** The tick for which rates are compared, on all pages of a list. */
  readonly tick: number;
}

/**
 * The first `limit` of those that are offered behind a position: the greater key first, then the smaller
 * record. A heap with the last of them on top, so that a million offers make no objects, in whatever order.
 */
export class Ranking {
  readonly #keys: Float64Array;
  readonly #levels: Uint32Array;
  readonly #behindKey: number;
  readonly #behindLevel: number;
  #count = 0;

  constructor(
    private readonly limit: number,
    behind: RankPosition | undefined,
  ) {
    this.#keys = new Float64Array(limit);
    this.#levels = new Uint32Array(limit);
    this.#behindKey = behind?.key ?? Number.POSITIVE_INFINITY;
    this.#behindLevel = behind?.level ?? 0;
  }

  offer(key: number, level: number): void {
    if (key > this.#behindKey || (key === this.#behindKey && level <= this.#behindLevel)) return;
    if (this.#count < this.limit) {
      this.#rise(this.#count++, key, level);
    } else if (isBefore(key, level, this.#keys[0] ?? 0, this.#levels[0] ?? 0)) {
      this.#sink(key, level);
    }
  }

  /** In their order. */
  get first(): readonly Ranked[] {
    return Array.from({ length: this.#count }, (_, at) => ({
      key: this.#keys[at] ?? 0,
      level: this.#levels[at] ?? 0,
    })).sort((one, other) => (isBefore(one.key, one.level, other.key, other.level) ? -1 : 1));
  }

  /** Puts one at the end, and brings it up to where all above come after it. */
  #rise(place: number, key: number, level: number): void {
    let at = place;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const [aboveKey, aboveLevel] = [this.#keys[above] ?? 0, this.#levels[above] ?? 0];
      if (isBefore(aboveKey, aboveLevel, key, level)) {
        this.#keys[at] = aboveKey;
        this.#levels[at] = aboveLevel;
        at = above;
      } else break;
    }
    this.#keys[at] = key;
    this.#levels[at] = level;
  }

  /** Puts one in the place of the last of all, and brings it down to where all below come before it. */
  #sink(key: number, level: number): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= this.#count) break;
      const below = left + 1 < this.#count && this.#isBefore(left, left + 1) ? left + 1 : left;
      const [belowKey, belowLevel] = [this.#keys[below] ?? 0, this.#levels[below] ?? 0];
      if (!isBefore(key, level, belowKey, belowLevel)) break;
      this.#keys[at] = belowKey;
      this.#levels[at] = belowLevel;
      at = below;
    }
    this.#keys[at] = key;
    this.#levels[at] = level;
  }

  #isBefore(one: number, other: number): boolean {
    return isBefore(
      this.#keys[one] ?? 0,
      this.#levels[one] ?? 0,
      this.#keys[other] ?? 0,
      this.#levels[other] ?? 0,
    );
  }
}

function isBefore(key: number, level: number, otherKey: number, otherLevel: number): boolean {
  return key === otherKey ? level < otherLevel : key > otherKey;
}

/** The position as text for an address: the tick, and the bits of key and record, in hexadecimal. */
export function rankCursorOf({ tick, key, level }: RankPosition): string {
  const view = new DataView(new ArrayBuffer(16));
  view.setInt32(0, tick);
  view.setFloat64(4, key);
  view.setUint32(12, level);
  return `r${hex(new Uint8Array(view.buffer))}`;
}

/** Nothing when the text is no cursor of a ranking; the list then begins again. */
export function rankPositionOf(cursor: string): RankPosition | undefined {
  if (!/^r[0-9a-f]{32}$/.test(cursor)) return undefined;
  const digits = cursor.slice(1).match(/../g) ?? [];
  const bytes = Uint8Array.from(digits, (byte) => Number.parseInt(byte, 16));
  const view = new DataView(bytes.buffer);
  const key = view.getFloat64(4);
  return Number.isNaN(key) ? undefined : { tick: view.getInt32(0), key, level: view.getUint32(12) };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
