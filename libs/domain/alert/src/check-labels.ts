import type { Fault } from './fault.js';
import type { Labels } from './rule.js';

const MOST = 16;
const LONGEST = 128;
/** As Prometheus writes them, so that labels can be matched there as well. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** What is wrong with labels that people write. */
export function labelFaults(labels: Labels, pointer: string): readonly Fault[] {
  const entries = Object.entries(labels);
  const many =
    entries.length > MOST ? [{ pointer, detail: `can hold at most ${MOST} labels` }] : [];
  return [...many, ...entries.flatMap((entry) => faultsOf(entry, pointer))].slice(0, MOST);
}

function faultsOf([name, value]: readonly [string, string], pointer: string): readonly Fault[] {
  const place = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const odd = NAME.test(name)
    ? []
    : [{ pointer: place, detail: 'is no name of a label: letters, digits and _, at most 64' }];
  return value !== '' && value.length <= LONGEST
    ? odd
    : [...odd, { pointer: place, detail: `must have 1 to ${LONGEST} characters` }];
}
