import type { KeySchema } from './key-schema.js';
import { parseNetwork } from './network.js';

const SHOWN = 60;
const ELEMENTS_SHOWN = 5;

/** What a key takes, in words: `a whole number from 1 to 65535`. */
export function expectation(schema: KeySchema): string {
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  if (schema.type === 'boolean') return 'true or false';
  if (schema.type === 'integer') {
    return `a whole number from ${String(schema.minimum)} to ${String(schema.maximum)}`;
  }
  if (schema.duration) {
    const { min, max } = schema.duration;
    return `a duration such as 90s, 15m or 24h, from ${min} to ${max}`;
  }
  if (schema.size)
    return `a size such as 64MB or 1GiB, from ${schema.size.min} to ${schema.size.max}`;
  if (schema.wanted !== undefined) return schema.wanted;
  return length(schema);
}

function length({ minLength = 0, maxLength, path }: KeySchema): string {
  if (path) return 'a path';
  if (minLength <= 1) return 'text';
  return maxLength === undefined
    ? `text of at least ${String(minLength)} characters`
    : `text of ${String(minLength)} to ${String(maxLength)} characters`;
}

/** The default as people write it. */
export function defaultText({ computed, default: value }: KeySchema): string {
  if (computed !== undefined || value === undefined) return computed ?? 'not set';
  return Array.isArray(value) ? JSON.stringify(value) : String(value);
}

/** The sentence about a value that a key does not take. Secrets are not repeated. */
export function refusal(schema: KeySchema, value: unknown): string {
  const must = `must be ${expectation(schema)}`;
  if (schema.items && Array.isArray(value)) {
    if (value.length === 0) return `${must}, not an empty list`;
    return `${must}, without ${faulty(value, schema.items)}`;
  }
  const sentence = schema.secret ? must : `${must}, not ${shown(value)}`;
  if (schema.items && typeof value === 'string') return `${sentence}: put it in brackets`;
  const { type, duration, size } = schema;
  const wantsQuotes =
    type === 'string' && !duration && !size && ['number', 'boolean'].includes(typeof value);
  return wantsQuotes ? `${sentence}: put it in quotes` : sentence;
}

/** The elements of a list that are not what they should be. */
function faulty(list: readonly unknown[], items: NonNullable<KeySchema['items']>): string {
  const isRight = (text: string) =>
    'network' in items ? parseNetwork(text) !== undefined : text !== '';
  const all = list.filter((one) => typeof one !== 'string' || !isRight(one));
  const some = all.slice(0, ELEMENTS_SHOWN).map(shown);
  const rest = all.length - some.length;
  return `${some.join(', ')}${rest > 0 ? ` and ${String(rest)} more` : ''}`;
}

function shown(value: unknown): string {
  if (value === null) return 'an empty element';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return 'a section';
  return JSON.stringify(value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value);
}
