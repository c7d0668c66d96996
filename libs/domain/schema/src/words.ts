import type { ErrorObject } from 'ajv';
import { segment } from './subschemas.js';

/** How a payload breaks a schema: where (RFC 6901), what it breaks, and in words. */
export interface Violation {
  readonly pointer: string;
  readonly keyword: string;
  readonly detail: string;
}

const LONGEST_VALUE = 60;
const MOST_VALUES = 8;
/** Names in a payload, or in a schema, may be as long as that is. */
const LONGEST_POINTER = 256;
const LONGEST_DETAIL = 1_000;

const TYPES: Readonly<Record<string, string>> = {
  ...{ string: 'a text', number: 'a number', integer: 'a whole number', boolean: 'true or false' },
  ...{ null: 'null', object: 'an object', array: 'a list' },
};

type Params = Readonly<Record<string, unknown>>;
type Words = (params: Params, data: unknown) => string;

const limit =
  (text: (limit: string) => string): Words =>
  (params) =>
    text(String(params['limit']));
const bound =
  (text: string): Words =>
  ({ limit: most }, data) =>
    `must be ${text} ${String(most)}, and is ${shown(data)}`;
const missing: Words = (params) =>
  `must have "${String(params['missingProperty'])}" as well, because of "${String(params['property'])}"`;
const extra = () => 'is not allowed here';
const tooMany = limit((most) => `must have at most ${most} items`);

const WORDS: Readonly<Record<string, Words>> = {
  type: ({ type }, data) => `must be ${kinds(type)}, and is ${kind(data)}`,
  required: ({ missingProperty }) => `"${String(missingProperty)}" is missing`,
  dependentRequired: missing,
  dependencies: missing,
  additionalProperties: extra,
  unevaluatedProperties: extra,
  additionalItems: tooMany,
  unevaluatedItems: tooMany,
  items: tooMany,
  minimum: bound('at least'),
  maximum: bound('at most'),
  exclusiveMinimum: bound('more than'),
  exclusiveMaximum: bound('less than'),
  multipleOf: ({ multipleOf }, data) =>
    `must be a multiple of ${String(multipleOf)}, and is ${shown(data)}`,
  minLength: limit((least) => `must have at least ${least} characters`),
  maxLength: limit((most) => `must have at most ${most} characters`),
  minItems: limit((least) => `must have at least ${least} items`),
  maxItems: tooMany,
  minProperties: limit((least) => `must have at least ${least} members`),
  maxProperties: limit((most) => `must have at most ${most} members`),
  uniqueItems: ({ i, j }) =>
    `must not have the same item twice, as in places ${String(i)} and ${String(j)}`,
  pattern: ({ pattern }, data) => `must match ${cut(String(pattern))}, and is ${shown(data)}`,
  format: ({ format }, data) => `must have the format ${String(format)}, and is ${shown(data)}`,
  enum: ({ allowedValues }, data) =>
    `must be one of ${values(allowedValues)}, and is ${shown(data)}`,
  const: ({ allowedValue }, data) => `must be ${shown(allowedValue)}, and is ${shown(data)}`,
  contains: ({ minContains, maxContains }) =>
    maxContains === undefined
      ? `must have at least ${String(minContains)} items of the wanted kind`
      : `must have ${String(minContains)} to ${shown(maxContains)} items of the wanted kind`,
  propertyNames: ({ propertyName }) => `must not have a member of the name ${shown(propertyName)}`,
  not: () => 'is what the schema excludes',
  if: ({ failingKeyword }) => `must fit what is asked for in this case (${String(failingKeyword)})`,
  anyOf: () => 'fits none of the forms that are allowed',
  oneOf: ({ passingSchemas }) =>
    Array.isArray(passingSchemas)
      ? `fits several forms at once (${passingSchemas.map(String).join(' and ')}), and may fit one only`
      : 'fits none of the forms that are allowed',
  'false schema': extra,
};

/** What ajv found, in words for whoever looks after the machine that sent it. */
export function violation({
  instancePath,
  keyword,
  params,
  data,
  message,
}: ErrorObject): Violation {
  const given = params as Params;
  const name = (given['additionalProperty'] ?? given['unevaluatedProperty']) as string | undefined;
  // Cut before it is escaped: a name may have a million slashes.
  const begin = instancePath.slice(0, LONGEST_POINTER + 1);
  const pointer =
    name === undefined ? begin : `${begin}/${segment(name.slice(0, LONGEST_POINTER + 1))}`;
  const words = Object.hasOwn(WORDS, keyword) ? WORDS[keyword] : undefined;
  const detail = words?.(given, data) ?? message ?? `breaks ${keyword}`;
  return { pointer: cut(pointer, LONGEST_POINTER), keyword, detail: cut(detail, LONGEST_DETAIL) };
}

/** In an order of their own, so that the same payload is always told of in the same words; none twice. */
export function inOrder(violations: readonly Violation[]): Violation[] {
  const keyed = violations.map(
    (one) => [JSON.stringify([one.pointer, one.keyword, one.detail]), one] as const,
  );
  return [...new Map(keyed)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, one]) => one);
}

function kinds(type: unknown): string {
  return (Array.isArray(type) ? type : [type])
    .map((one) => TYPES[String(one)] ?? String(one))
    .join(' or ');
}

function kind(data: unknown): string {
  if (data === null) return 'null';
  if (Array.isArray(data)) return 'a list';
  if (typeof data === 'object') return 'an object';
  return typeof data === 'string' ? `the text ${shown(data)}` : shown(data);
}

function values(all: unknown): string {
  const list = Array.isArray(all) ? all : [all];
  const told = list.slice(0, MOST_VALUES).map(shown).join(', ');
  return list.length > MOST_VALUES ? `${told} and ${list.length - MOST_VALUES} more` : told;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length} items`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? value.slice(0, LONGEST_VALUE + 1) : value;
  return cut(typeof text === 'number' ? String(text) : JSON.stringify(text));
}

const cut = (text: string, most = LONGEST_VALUE): string =>
  text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text;
