import type { DataType } from './data-type.js';
import type { Integer, MetricValue, Scalar } from './payload.js';
import { shortest } from './wire-source.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

type Read = (view: DataView, at: number) => Integer;

/** Little-endian (Sparkplug 3.0 section 6.4.17). */
const NUMBERS: Partial<Record<DataType, readonly [bytes: number, read: Read]>> = {
  Int8Array: [1, (view, at) => view.getInt8(at)],
  Int16Array: [2, (view, at) => view.getInt16(at, true)],
  Int32Array: [4, (view, at) => view.getInt32(at, true)],
  Int64Array: [8, (view, at) => shortest(view.getBigInt64(at, true))],
  UInt8Array: [1, (view, at) => view.getUint8(at)],
  UInt16Array: [2, (view, at) => view.getUint16(at, true)],
  UInt32Array: [4, (view, at) => view.getUint32(at, true)],
  UInt64Array: [8, (view, at) => shortest(view.getBigUint64(at, true))],
  FloatArray: [4, (view, at) => view.getFloat32(at, true)],
  DoubleArray: [8, (view, at) => view.getFloat64(at, true)],
  DateTimeArray: [8, (view, at) => shortest(view.getBigUint64(at, true))],
};
const COUNT_BYTES = 4;
/** More are not made of few bytes: eight booleans come in each. */
export const MOST_ITEMS = 250_000;
/** An item in a list, and the object that a text is beside its letters. */
const ITEM_WEIGHT = 8;
const TEXT_WEIGHT = 32;

export const isList = (value: MetricValue | undefined): value is readonly Scalar[] =>
  Array.isArray(value);

/** About how many bytes of memory an array takes, beside the letters of texts. */
export const weightOf = (values: readonly Scalar[]): number =>
  values.length * (typeof values[0] === 'string' ? TEXT_WEIGHT : ITEM_WEIGHT);

/** The items of an array type, of bytes that are one, and at most {@link MOST_ITEMS}; else nothing. */
export function arrayValues(type: DataType, bytes: Uint8Array): readonly Scalar[] | undefined {
  if (type === 'BooleanArray') return booleans(bytes);
  if (type === 'StringArray') return strings(bytes);
  const [size, read] = NUMBERS[type] ?? [];
  if (size === undefined || read === undefined || bytes.length % size !== 0) return undefined;
  if (bytes.length / size > MOST_ITEMS) return undefined;
  const view = viewOf(bytes);
  return Array.from({ length: bytes.length / size }, (_, index) => read(view, index * size));
}

/** A count in four bytes, then that many bits, each byte from its highest. */
function booleans(bytes: Uint8Array): readonly boolean[] | undefined {
  if (bytes.length < COUNT_BYTES) return undefined;
  const count = viewOf(bytes).getUint32(0, true);
  if (count > MOST_ITEMS || bytes.length !== COUNT_BYTES + Math.ceil(count / 8)) return undefined;
  const bit = (index: number) =>
    (((bytes[COUNT_BYTES + (index >> 3)] ?? 0) << (index & 7)) & 0x80) !== 0;
  return Array.from({ length: count }, (_, index) => bit(index));
}

/** Each ends with a zero byte. */
function strings(bytes: Uint8Array): readonly string[] | undefined {
  if (bytes.length === 0) return [];
  if (bytes.at(-1) !== 0) return undefined;
  try {
    const texts = UTF8.decode(bytes.subarray(0, -1)).split('\0', MOST_ITEMS + 1);
    return texts.length > MOST_ITEMS ? undefined : texts;
  } catch {
    // TypeError: not UTF-8, which only decoding finds out.
    return undefined;
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new DataView(buffer, byteOffset, byteLength);
