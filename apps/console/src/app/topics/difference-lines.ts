import type { FieldChange, PayloadDifference } from '#domain/payload';
import { count, counted } from '../ui/formats';
import type { Line } from './json-text';
import { fieldWords } from './pins';

/** One line of a difference: what was, or what is. */
export interface DifferenceLine {
  readonly sign: '-' | '+';
  /** Where it stands, as far as that is known: a line of the value, or an offset in hex. */
  readonly place?: string;
  /** The field, for a change within a structure. */
  readonly field?: string;
  readonly text: string;
  /** The part of `text` that differs from its counterpart. */
  readonly from: number;
  readonly to: number;
}

export interface DifferenceView {
  readonly lines: readonly DifferenceLine[];
  /** What is not shown: `2 other fields unchanged`. */
  readonly rest: string;
  readonly isSame: boolean;
  /** The pointer of the one field that has changed, if it is but one. */
  readonly only?: string;
}

/**
 * A difference as it is shown. `shown` are the lines of the later payload, in which a change has its place.
 */
export function differenceView(
  difference: PayloadDifference,
  shown: readonly Line[] = [],
): DifferenceView {
  const rest = restWords(difference);
  const isSame = difference.changes.length === 0;
  switch (difference.kind) {
    case 'fields': {
      const places = placesOf(shown);
      const lines = difference.changes.flatMap((change) => fieldLines(change, places));
      const [first, second] = difference.changes;
      const only = first?.kind === 'changed' && second === undefined ? first.path : undefined;
      return { lines, rest, isSame, ...(only !== undefined && { only }) };
    }
    case 'lines':
      return {
        lines: difference.changes.map(({ kind, line, text }) => ({
          sign: kind === 'added' ? '+' : '-',
          place: String(line),
          ...whole(text),
        })),
        rest,
        isSame,
      };
    case 'bytes':
      return { lines: difference.changes.flatMap(byteLines), rest, isSame };
  }
}

function restWords(difference: PayloadDifference): string {
  const more = difference.truncated ? 'more changes are not listed' : '';
  const same = sameWords(difference);
  return [more, same].filter((part) => part !== '').join(' · ');
}

function sameWords(difference: PayloadDifference): string {
  switch (difference.kind) {
    case 'fields':
      return difference.unchanged === 0
        ? ''
        : `${counted(difference.unchanged, 'other field')} unchanged`;
    case 'lines':
      return difference.unchanged === 0
        ? ''
        : `${counted(difference.unchanged, 'other line')} unchanged`;
    case 'bytes': {
      const by = difference.afterBytes - difference.beforeBytes;
      if (by === 0) return '';
      return `${counted(Math.abs(by), 'byte')} ${by > 0 ? 'longer' : 'shorter'}`;
    }
  }
}

/** The line of each field, by its pointer. */
function placesOf(shown: readonly Line[]): ReadonlyMap<string, string> {
  return new Map(
    shown.flatMap(({ path }, index) => (path === undefined ? [] : [[path, count(index + 1)]])),
  );
}

function fieldLines(
  { path, before, after }: FieldChange,
  places: ReadonlyMap<string, string>,
): readonly DifferenceLine[] {
  const place = places.get(path);
  const common = { field: fieldWords(path), ...(place !== undefined && { place }) };
  return [
    ...(before === undefined ? [] : [{ sign: '-' as const, ...common, ...marked(before, after) }]),
    ...(after === undefined ? [] : [{ sign: '+' as const, ...common, ...marked(after, before) }]),
  ];
}

/** The ends that two strings have in common are not marked; anything else is marked whole. */
function marked(text: string, other: string | undefined): Omit<DifferenceLine, 'sign'> {
  if (other === undefined || !text.startsWith('"') || !other.startsWith('"')) return whole(text);
  const shorter = Math.min(text.length, other.length) - 1;
  let from = 1;
  while (from < shorter && text[from] === other[from]) from += 1;
  let same = 1;
  while (same < shorter + 1 - from && text.at(-1 - same) === other.at(-1 - same)) same += 1;
  return { text, from, to: text.length - same };
}

function whole(text: string): Omit<DifferenceLine, 'sign'> {
  return { text, from: 0, to: text.length };
}

function byteLines(
  change: Extract<PayloadDifference, { kind: 'bytes' }>['changes'][number],
): readonly DifferenceLine[] {
  const place = change.offset.toString(16).padStart(4, '0');
  return [
    ...(change.beforeBytes === 0
      ? []
      : [{ sign: '-' as const, place, ...whole(spaced(change.before, change.beforeBytes)) }]),
    ...(change.afterBytes === 0
      ? []
      : [{ sign: '+' as const, place, ...whole(spaced(change.after, change.afterBytes)) }]),
  ];
}

/** `0a ff 12`, and how many more there are. */
function spaced(hex: string, bytes: number): string {
  const pairs = hex.match(/../g) ?? [];
  const left = bytes - pairs.length;
  return left > 0 ? `${pairs.join(' ')} … ${counted(left, 'more byte')}` : pairs.join(' ');
}
