import type { KeywordDefinition } from 'ajv';
import type { DataValidateFunction } from 'ajv/dist/types/index.js';
import { ValuePlaces } from './value-places.js';

/** ajv divides floating-point numbers: 0.3 would be no multiple of 0.1. Here numbers are what they are written as. */
const MULTIPLE_OF: KeywordDefinition = {
  keyword: 'multipleOf',
  type: 'number',
  schemaType: 'number',
  compile: (divisor: number) => {
    const validate: DataValidateFunction = (data: number) => {
      if (isMultiple(data, divisor)) return true;
      validate.errors = [{ keyword: 'multipleOf', params: { multipleOf: divisor } }];
      return false;
    };
    return validate;
  },
};

/** ajv compares every item with every other: a long list would take its square. */
const UNIQUE_ITEMS: KeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  compile: (unique: boolean) => {
    const validate: DataValidateFunction = (items: readonly unknown[]) => {
      const twice = unique ? firstTwice(items) : undefined;
      if (twice === undefined) return true;
      validate.errors = [{ keyword: 'uniqueItems', params: twice }];
      return false;
    };
    return validate;
  },
};

/** What ajv compares with asks objects for their `valueOf`, which a payload may hold as a member. */
const ENUM: KeywordDefinition = {
  keyword: 'enum',
  schemaType: 'array',
  compile: (allowedValues: readonly unknown[]) => oneOf('enum', allowedValues, { allowedValues }),
};

const CONST: KeywordDefinition = {
  keyword: 'const',
  compile: (allowedValue: unknown) => oneOf('const', [allowedValue], { allowedValue }),
};

/** The keywords that ajv checks in another way than is wanted here. */
export const KEYWORDS = [MULTIPLE_OF, UNIQUE_ITEMS, ENUM, CONST] as const;

function oneOf(keyword: string, values: readonly unknown[], params: object): DataValidateFunction {
  const allowed = ValuePlaces.of(values);
  const validate: DataValidateFunction = (value: unknown) => {
    if (allowed.find(value) !== undefined) return true;
    validate.errors = [{ keyword, params }];
    return false;
  };
  return validate;
}

function isMultiple(value: number, divisor: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return value % divisor === 0;
  if (!Number.isFinite(value)) return false;
  const [one, other] = [decimal(value), decimal(divisor)];
  const exponent = Math.min(one.exponent, other.exponent);
  return scaled(one, exponent) % scaled(other, exponent) === 0n;
}

/** `digits` times ten to the `exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** The number as it is written shortest, which is what its writer meant. */
function decimal(value: number): Decimal {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

const scaled = ({ digits, exponent }: Decimal, to: number): bigint =>
  digits * 10n ** BigInt(exponent - to);

function firstTwice(items: readonly unknown[]): { i: number; j: number } | undefined {
  const places = new ValuePlaces();
  for (const [place, item] of items.entries()) {
    const before = places.seen(item, place);
    if (before !== undefined) return { i: before, j: place };
  }
  return undefined;
}
