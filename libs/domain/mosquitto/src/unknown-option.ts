import { BROKER_LINES, type BrokerLine } from './broker-version.js';
import { confRule } from './conf-options.js';

const OPTION = /^[a-z][a-z_]{1,39}$/;

/** Why the broker stops at an option, and what was probably meant. */
export function unknownOption(name: string, line: BrokerLine): string {
  if (name.startsWith('#'))
    return 'A comment begins in the first column, without spaces before it.';
  if (name.startsWith('\uFEFF')) {
    return 'The file begins with a byte order mark, which the broker takes for a part of the first word.';
  }
  if (name.includes('\t')) return 'A tab does not separate words here; only spaces do.';
  // What looks like no option may be half of a password that was wrapped.
  if (!OPTION.test(name)) return `The line begins with no option of Mosquitto ${line}.`;
  const other = BROKER_LINES.find((one) => confRule(name, one) !== undefined);
  return other === undefined
    ? `"${name}" is no option of Mosquitto ${line}.`
    : `"${name}" is an option of Mosquitto ${other}, not of ${line}.`;
}
