import { describe, expect, it } from '@jest/globals';
import type { Incident } from '../api/models';
import { endExplained, endOf, lasted, toldWords } from './incident-words';

const AT = '2026-11-23T14:20:31.000Z';
const END = '2026-11-23T14:24:31.500Z';
const fired: Incident = {
  ...{ id: 'a', ruleId: 1, ruleName: 'Oven', kind: 'broker_down', severity: 'critical' },
  ...{ labels: {}, text: 'Too hot.', since: AT, firedAt: AT },
};
const over: Incident = { ...fired, resolvedAt: END, resolution: 'recovered' };

describe('an incident', () => {
  it('lasted from firing to resolved, or lasts', () => {
    expect(lasted(over, 0)).toBe('4 min');
    expect(lasted(fired, Date.parse(AT) + 12_000)).toBe('12 s');
    expect(lasted({ ...over, resolvedAt: '2026-11-23T14:20:31.200Z' }, 0)).toBe('0.2 s');
  });

  it.each([
    [fired, 'Firing', 'It fires still.'],
    [over, 'Resolved', 'The condition no longer holds.'],
    [{ ...over, resolution: 'vanished' } as const, 'Gone', 'What it was about is no longer there.'],
    [
      { ...over, resolution: 'rule_changed' } as const,
      'Rule changed',
      'Its rule was changed, disabled or deleted.',
    ],
  ])('says how it ended', (incident, word, sentence) => {
    expect(endOf(incident)).toBe(word);
    expect(endExplained(incident)).toBe(sentence);
  });

  it.each([
    [fired, 'Not told so far: a maintenance window holds it back.'],
    [{ ...fired, firingNoticedAt: AT }, 'It was told that it fires.'],
    [over, 'Nobody was told: a maintenance window held it back.'],
    [{ ...over, firingNoticedAt: AT }, 'It was told that it fired, its end is not told yet.'],
    [
      { ...over, firingNoticedAt: AT, resolvedNoticedAt: END },
      'Its beginning and its end were told.',
    ],
  ])('says what was told of it', (incident, words) => {
    expect(toldWords(incident)).toBe(words);
  });
});
