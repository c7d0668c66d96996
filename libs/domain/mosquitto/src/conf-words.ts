import type { BrokerLine } from './broker-version.js';
import { isWhite } from './file-lines.js';

/** A word of an option's value, and at which of its characters it begins, counted from 0. */
export interface ConfWord {
  readonly text: string;
  readonly at: number;
}

/** Words are separated by spaces; a tab is a part of a word. */
export function wordsOf(rest: string): ConfWord[] {
  return [...rest.matchAll(/[^ ]+/g)].map(({ 0: text, index }) => ({ text, at: index }));
}

/** The first of them; empty where there is none. */
export function firstWord(rest: string): string {
  return /[^ ]+/.exec(rest)?.[0] ?? '';
}

/** All of the value without the white space around it (C's `isspace`). */
export function textIn(rest: string): ConfWord | undefined {
  let [at, end] = [0, rest.length];
  while (at < end && isWhite(rest.charCodeAt(at))) at++;
  while (at < end && isWhite(rest.charCodeAt(end - 1))) end--;
  return at === end ? undefined : { text: rest.slice(at, end), at };
}

const INT_MIN = -2_147_483_648;
const INT_MAX = 2_147_483_647;

/** Reads a number as the broker does: 2.0 as C's `atoi`, 2.1 as `strtol` with any base; nothing where it refuses. */
export function wholeOf(word: string, line: BrokerLine): number | undefined {
  if (line === '2.0') return atoi(word);
  const [, sign, digits] = /^[ \t-\r]*([+-]?)(0[xX][0-9a-fA-F]+|\d+)$/.exec(word) ?? [];
  if (digits === undefined) return undefined;
  const isOctal = digits.length > 1 && /^0\d/.test(digits);
  if (isOctal && /[89]/.test(digits)) return undefined;
  const size = Number(isOctal ? `0o${digits.slice(1)}` : digits);
  const whole = sign === '-' ? -size : size;
  return whole < INT_MIN || whole > INT_MAX ? undefined : whole + 0;
}

/** C's `atoi`: the number at the beginning, 0 without one, cut to 32 bits. */
export function atoi(word: string): number {
  return Number(BigInt.asIntN(32, atol(word)));
}

/** C's `atol`: the same with 64 bits; what is larger counts as the largest. */
export function atol(word: string): bigint {
  const [, sign, digits] = /^[ \t-\r]*([+-]?)(\d+)/.exec(word) ?? [];
  if (digits === undefined) return 0n;
  // Longer ones are beyond 64 bits; the length is bounded since BigInt reads digits in more than linear time.
  const size = BigInt(digits.replace(/^0+(?=\d)/, '').slice(0, 20));
  const limit = 2n ** 63n;
  if (sign === '-') return size > limit ? -limit : -size;
  return size >= limit ? limit - 1n : size;
}

/** Whether the broker takes the text for UTF-8 that MQTT permits (MQTT 5 section 1.5.4): no control characters. */
export function isMqttText(text: string): boolean {
  return text.isWellFormed() && !/[\p{Cc}\p{Noncharacter_Code_Point}]/u.test(text);
}

const encoder = new TextEncoder();

/** Whether the text is no longer than the 65,535 bytes that a string of MQTT has (section 1.5.4). */
export function fitsMqtt(text: string): boolean {
  return text.length <= 65_535 && encoder.encode(text).length <= 65_535;
}

/** Whether a topic is short enough for the broker: 65,535 bytes and 200 slashes (`TOPIC_HIERARCHY_LIMIT`). */
export function isShortTopic(text: string): boolean {
  return fitsMqtt(text) && text.split('/').length <= 201;
}

/** A flag that the broker takes. */
export function isTrue(word: string): boolean {
  return word === 'true' || word === '1';
}
