import { Changes, MAX_CHANGE_TEXT } from './changes.js';
import type { StructuredDecode } from './decoded.js';
import { Identities } from './identities.js';
import { below, MAX_PATH, segmentOf } from './pointer.js';
import type { List, MapValue, Value } from './value.js';
import { valueText } from './value-text.js';

export interface StructureDifference {
  readonly kind: 'fields';
  readonly as: StructuredDecode;
  readonly changes: readonly FieldChange[];
  /** How many values without values in them are in both, equal. */
  readonly unchanged: number;
  /** Not all changes are listed. */
  readonly truncated: boolean;
}

export interface FieldChange {
  /**
   * A JSON pointer (RFC 6901), '' for the whole payload. The number of a removed item is that in the
   * payload before, of an added one that in the payload after; a changed one has the same in both.
   */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** The value on one line, as JSON or in diagnostic notation; of a long one 1,024 characters and `…`. */
  readonly before?: string;
  readonly after?: string;
}

/**
 * The difference of two values, field by field. A number is its text, so that 1 and 1.0 differ; a
 * string is its characters, however they were escaped; the order of a map's entries means nothing.
 * Of two lists, what is equal at the beginning and at the end is left out; between them item is
 * compared with item, and what one of them has more is added or removed.
 */
export function structureDifference(
  as: StructuredDecode,
  before: Value,
  after: Value,
): StructureDifference {
  const comparison = new Comparison();
  comparison.compare(before, after, '');
  const { unchanged, changes } = comparison;
  return { kind: 'fields', as, changes: changes.list, unchanged, truncated: changes.truncated };
}

class Comparison {
  unchanged = 0;
  readonly changes = new Changes<FieldChange>();
  private readonly identities = new Identities();

  compare(before: Value, after: Value, path: string): void {
    if (this.equal(before, after)) this.unchanged += this.identities.of(before).leaves;
    else if (before.kind === 'map' && after.kind === 'map') this.maps(before, after, path);
    else if (before.kind === 'list' && after.kind === 'list') this.lists(before, after, path);
    else if (before.kind === 'tagged' && after.kind === 'tagged' && before.tag === after.tag) {
      this.compare(before.value, after.value, path);
    } else this.note(path, before, after);
  }

  private maps(before: MapValue, after: MapValue, path: string): void {
    const old = this.identities.entriesOf(before);
    const current = this.identities.entriesOf(after);
    const paths = new Map(
      [...old, ...current].map(([id, [key]]) => [id, below(path, segmentOf(key))]),
    );
    if ([...paths.values()].some((inner) => inner.length > MAX_PATH)) {
      this.note(path, before, after);
      return;
    }
    for (const [id, inner] of paths) {
      const [value, counterpart] = [old.get(id)?.[1], current.get(id)?.[1]];
      if (value && counterpart) this.compare(value, counterpart, inner);
      else this.note(inner, value, counterpart);
    }
  }

  private lists({ items: old }: List, { items: current }: List, path: string): void {
    const shorter = Math.min(old.length, current.length);
    let start = 0;
    while (start < shorter && this.equal(old[start], current[start])) start++;
    let same = 0;
    while (same < shorter - start && this.equal(old.at(-1 - same), current.at(-1 - same))) same++;

    for (const item of [...old.slice(0, start), ...old.slice(old.length - same)]) {
      this.unchanged += this.identities.of(item).leaves;
    }
    for (let index = start; index < Math.max(old.length, current.length) - same; index++) {
      const value = index < old.length - same ? old[index] : undefined;
      const counterpart = index < current.length - same ? current[index] : undefined;
      const inner = below(path, String(index));
      if (value && counterpart) this.compare(value, counterpart, inner);
      else this.note(inner, value, counterpart);
    }
  }

  private note(path: string, before: Value | undefined, after: Value | undefined): void {
    this.changes.add(() => ({
      path,
      kind: !before ? 'added' : !after ? 'removed' : 'changed',
      ...(before && { before: valueText(before, MAX_CHANGE_TEXT) }),
      ...(after && { after: valueText(after, MAX_CHANGE_TEXT) }),
    }));
  }

  private equal(before: Value | undefined, after: Value | undefined): boolean {
    return !!before && !!after && this.identities.of(before).id === this.identities.of(after).id;
  }
}
