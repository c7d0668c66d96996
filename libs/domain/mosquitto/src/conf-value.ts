import type { BrokerLine } from './broker-version.js';
import { MISSING, refused, type ConfFault } from './conf-fault.js';
import { fitsMqtt, isMqttText, textIn, wholeOf, wordsOf } from './conf-words.js';

/** An option's name, what stands behind it, and the line of the broker that reads it. */
export interface ConfValueGiven {
  readonly name: string;
  readonly rest: string;
  readonly line: BrokerLine;
  /** Whether no line end follows. */
  readonly isLast: boolean;
}

export function textFault(rest: string): ConfFault | undefined {
  const text = textIn(rest);
  if (text === undefined) return MISSING;
  if (!fitsMqtt(text.text)) {
    return refused(text.at, 'A value has at most 65,535 bytes.');
  }
  if (isMqttText(text.text)) return undefined;
  return refused(text.at, 'A value is UTF-8 without control characters such as tabs.');
}

export function flagFault(word: string, at: number): ConfFault | undefined {
  if (['true', 'false', '1', '0'].includes(word)) return undefined;
  return refused(at, 'Here stands true or false.');
}

/** The first word as a number, which has to be one of these. */
export function wholeFault(
  { rest, line }: Pick<ConfValueGiven, 'rest' | 'line'>,
  [lowest, highest]: readonly [number, number],
): ConfFault | undefined {
  const [word] = wordsOf(rest);
  if (word === undefined) return MISSING;
  const { text, at } = word;
  const whole = wholeOf(text, line);
  if (whole === undefined) {
    return refused(at, 'Here stands a whole number of 32 bits.');
  }
  if (whole < lowest || whole > highest) {
    return refused(at, `${whole} is out of range: ${rangeText(lowest, highest)}.`);
  }
  if (String(whole) === text) return undefined;
  return { at, reason: `The broker reads this as ${whole}.`, effect: 'misreads' };
}

function rangeText(lowest: number, highest: number): string {
  if (highest === 2_147_483_647) return `it is at least ${lowest}`;
  if (lowest === -2_147_483_648) return `it is at most ${highest}`;
  return `it is from ${lowest} to ${highest}`;
}
