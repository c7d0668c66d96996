import { describe, expect, it } from '@jest/globals';
import { FAULT_KINDS } from '#domain/sparkplug';
import { eventWords, FAULT_WORDS, isFault } from './fault-words';

describe('what happens to a node', () => {
  it('has words, also when a newer server tells of something else', () => {
    expect(eventWords('birth')).toMatchObject({ icon: 'ok', title: 'Born' });
    expect(eventWords('seq-gap')).toMatchObject({ icon: 'warning', title: 'Gap in seq' });
    expect(eventWords('eclipse')).toEqual({ icon: 'info', colour: 't3', title: 'eclipse' });
    expect(eventWords('toString').title).toBe('toString');
  });

  it('is a fault when the server counts it as one', () => {
    expect(Object.keys(FAULT_WORDS).toSorted()).toEqual([...FAULT_KINDS].toSorted());
    expect(isFault('birth')).toBe(false);
  });
});
