import { describe, expect, it } from '@jest/globals';
import { exactly } from '../ui/formats';
import {
  previewWords,
  schemaState,
  skippedWords,
  trialWords,
  violationPlace,
  withMoments,
} from './schema-words';

describe('how a schema stands', () => {
  it('is on, off, or on and suspended', () => {
    expect(schemaState({ enabled: true })).toMatchObject({ icon: 'ok', word: 'On' });
    expect(schemaState({ enabled: false, suspended: 'why' })).toMatchObject({ word: 'Off' });
    expect(schemaState({ enabled: true, suspended: 'why' })).toEqual({
      ...{ icon: 'warning', word: 'Suspended', text: 'why' },
    });
  });

  it('names the reasons why messages were not judged, those that there are', () => {
    const none = { tooFast: 0, tooLarge: 0, timedOut: 0, notHeld: 0 };
    expect(skippedWords(none)).toEqual([]);
    expect(skippedWords({ ...none, timedOut: 2, tooFast: 1204 })).toEqual([
      '1,204 came faster than they could be judged',
      '2 took too long or too much memory',
    ]);
  });
});

describe('a violation', () => {
  it('is somewhere in the payload, or of the whole', () => {
    const error = { keyword: 'type', detail: 'must be a number' };
    expect(violationPlace({ ...error, pointer: '/fan/rpm' })).toBe('/fan/rpm');
    expect(violationPlace({ ...error, pointer: '' })).toBe('the whole');
  });

  it('is of a payload that can be read, or not', () => {
    expect(previewWords('{"a":1}', 7)).toBe('{"a":1}');
    expect(previewWords('', 0)).toBe('empty');
    expect(previewWords('', 12)).toBe('binary, 12 bytes');
  });
});

describe('what came of a try', () => {
  it.each([
    [0, 0, false, 'info', 'There was no message to try it on.'],
    [1204, 0, false, 'ok', 'All 1,204 messages fit.'],
    [1, 0, false, 'ok', 'The one message fits.'],
    [1, 1, false, 'warning', 'The one message breaks it.'],
    [1204, 3, false, 'warning', '3 of 1,204 messages break it.'],
    [1, 0, true, 'ok', 'The payload fits.'],
    [1, 1, true, 'warning', 'The payload breaks it.'],
  ] as const)(
    '%i judged, %i violations (one payload: %s)',
    (judged, violations, one, kind, text) => {
      expect(trialWords({ judged, violations }, one)).toEqual({ kind, text });
    },
  );

  it('has its moments as people read them', () => {
    const at = '2026-11-23T14:20:31.004Z';
    expect(withMoments(`from ${at} until now`)).toBe(`from ${exactly(at)} until now`);
  });
});
