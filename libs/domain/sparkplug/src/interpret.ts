import { arrayValues, isList, weightOf } from './array-values.js';
import type { DataType } from './data-type.js';
import type { Carrier, Integer, Metric, MetricValue } from './payload.js';
import { shortest } from './wire-source.js';

/** Bits, and whether the type has a sign, which the wire has not: negative numbers come as two's complement. */
const INTEGERS: Partial<Record<DataType, readonly [bits: number, signed: boolean]>> = {
  Int8: [8, true],
  Int16: [16, true],
  Int32: [32, true],
  Int64: [64, true],
  UInt8: [8, false],
  UInt16: [16, false],
  UInt32: [32, false],
  UInt64: [64, false],
  DateTime: [64, false],
};
const CARRIERS: Partial<Record<DataType, Carrier>> = {
  Float: 'float',
  Double: 'double',
  Boolean: 'boolean',
  String: 'string',
  Text: 'string',
  UUID: 'string',
  Bytes: 'bytes',
  File: 'bytes',
  DataSet: 'dataset',
  Template: 'template',
  PropertySet: 'properties',
  PropertySetList: 'property-list',
};

/** The value that `carried` is of this type; nothing when it cannot be one. */
export function interpret(
  type: DataType,
  carrier: Carrier,
  carried: MetricValue,
): MetricValue | undefined {
  if (type === 'Unknown') return carried;
  const integer = INTEGERS[type];
  if (integer !== undefined) {
    if (carrier !== 'int' && carrier !== 'long') return undefined;
    return integerOf(carried as Integer, integer, carrier === 'int' ? 32 : 64);
  }
  const wanted = CARRIERS[type];
  if (wanted !== undefined) return wanted === carrier ? carried : undefined;
  return carrier === 'bytes' ? arrayValues(type, carried as Uint8Array) : undefined;
}

/**
 * Sparkplug 3.0 section 6.4.16. Encoders carry a negative Int8 as eight bits or as 32, so both are read; what lies
 * outside the type is none.
 */
function integerOf(
  carried: Integer,
  [bits, signed]: readonly [bits: number, signed: boolean],
  carriedBits: number,
): Integer | undefined {
  if (typeof carried === 'number' && carried < 2 ** (bits - 1)) return carried;
  const wide = BigInt(carried);
  if (!signed) return wide >> BigInt(bits) === 0n ? carried : undefined;
  if (wide >> BigInt(bits) === 0n) return shortest(BigInt.asIntN(bits, wide));
  const negative = BigInt.asIntN(carriedBits, wide);
  return negative < 0n && negative >= -(2n ** BigInt(bits - 1)) ? shortest(negative) : undefined;
}

/** The metric as one of `type`, for one that did not say its type itself. */
export function ofType(metric: Metric, type: DataType | undefined): Metric {
  const { carrier, value } = metric;
  if (metric.type !== undefined || type === undefined) return metric;
  if (carrier === undefined || value === undefined) return { ...metric, type };
  const read = interpret(type, carrier, value);
  const weight = metric.weight + (isList(read) ? weightOf(read) : 0);
  return { ...metric, type, value: read ?? value, fits: read !== undefined, weight };
}
