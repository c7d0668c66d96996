import { fullFormats } from 'ajv-formats/dist/formats.js';
import { linearCopy, type LinearPattern } from './linear-pattern.js';

/** The formats that are checked. Others, such as `iri`, say something to people only. */
export const FORMATS = [
  ...(['date', 'time', 'date-time', 'duration'] as const),
  ...(['email', 'hostname', 'ipv4', 'ipv6'] as const),
  ...(['uri', 'uri-reference', 'uri-template', 'uuid'] as const),
  ...(['json-pointer', 'relative-json-pointer', 'regex'] as const),
] as const;
export type Format = (typeof FORMATS)[number];

/** No date, time or duration is longer. */
const LONGEST_TIME = 256;
/** With a dot at the end (RFC 1034 section 3.1). */
const LONGEST_HOST = 254;

type Check = (text: string) => boolean;

/** The expressions of ajv-formats, run by the linear engine; its functions where they are linear, or short texts. */
const MADE: Readonly<Record<Format, () => Check>> = {
  date: () => short(given('date')),
  time: () => short(given('time')),
  'date-time': () => short(given('date-time')),
  duration: () => short(given('duration')),
  email: () => linear('email'),
  hostname: hostname,
  ipv4: () => linear('ipv4'),
  ipv6: () => linear('ipv6'),
  uri: () => {
    const reference = linear('uri-reference');
    return (text) => /^[a-z][a-z0-9+\-.]*:/i.test(text) && reference(text);
  },
  'uri-reference': () => linear('uri-reference'),
  'uri-template': () => linear('uri-template'),
  uuid: () => linear('uuid'),
  'json-pointer': () => linear('json-pointer'),
  'relative-json-pointer': () => linear('relative-json-pointer'),
  regex: () => isPattern,
};

const made = new Map<Format, Check>();

/** Whether a text is of the format, in time that grows with the text. */
export function isFormat(format: Format, text: string): boolean {
  let check = made.get(format);
  if (check === undefined) {
    check = MADE[format]();
    made.set(format, check);
  }
  return check(text);
}

/** As ajv wants them; each is made when it is first needed. */
export const AJV_FORMATS: Readonly<Record<string, Check>> = Object.fromEntries(
  FORMATS.map((format) => [format, (text: string) => isFormat(format, text)]),
);

function given(name: Format): Check {
  const format = fullFormats[name];
  if (format instanceof RegExp) return (text) => format.test(text);
  if (typeof format === 'function') return format;
  if (typeof format === 'object' && typeof format.validate === 'function') {
    return format.validate as Check;
  }
  throw new Error(`ajv-formats has no ${name}`);
}

function linear(name: Format): Check {
  const format = fullFormats[name];
  if (!(format instanceof RegExp)) throw new Error(`ajv-formats has no expression for ${name}`);
  return testOf(linearCopy(format));
}

const testOf =
  (pattern: LinearPattern): Check =>
  (text) =>
    pattern.test(text);

const short =
  (check: Check): Check =>
  (text) =>
    text.length <= LONGEST_TIME && check(text);

/** As in ajv-formats, which looks ahead for the length. */
function hostname(): Check {
  const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
  const labels = testOf(linearCopy(new RegExp(`^${label}(?:\\.${label})*\\.?$`, 'i')));
  return (text) =>
    text.length <= LONGEST_HOST &&
    (text.length < LONGEST_HOST || text.endsWith('.')) &&
    labels(text);
}

/** What is a pattern, but cannot be run here, is one. */
function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    // SyntaxError: nothing else tells whether it is one.
    return false;
  }
}
