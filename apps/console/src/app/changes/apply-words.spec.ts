import { describe, expect, it } from '@jest/globals';
import type { AccessApply, AppliedStep, Probe } from '../api/models';
import {
  answerWords,
  probeMark,
  probeParts,
  progressOf,
  standingOf,
  stepWords,
  took,
} from './apply-words';

const stepOf = (
  step: AppliedStep['step'],
  state: AppliedStep['state'],
  probes: readonly Probe[] = [],
): AppliedStep => ({ step, state, probes: [...probes] });

const applyOf = (state: AccessApply['state'], steps: readonly AppliedStep[] = []): AccessApply => ({
  ...{ number: 48, base: 47, state, actor: 'admin' },
  ...{ startedAt: '2026-11-23T14:20:31.000Z', steps: [...steps] },
});

describe('a step', () => {
  it.each([
    ['parse', 'waiting', 'Parse'],
    ['shadow', 'running', 'Try on a shadow broker'],
    ['shadow', 'failed', 'Try on a shadow broker'],
    ['reload', 'done', 'Broker reloaded'],
    ['reload', 'skipped', 'Reload the broker'],
    ['commit', 'waiting', 'Commit as revision 48'],
    ['commit', 'done', 'Committed as revision 48'],
  ] as const)('%s that is %s: %s', (step, state, words) => {
    expect(stepWords(stepOf(step, state), 48, 'file')).toBe(words);
  });

  it('replaces files, or sends commands to the plugin', () => {
    const replaced = stepOf('replace', 'done');
    expect(stepWords(replaced, 48, 'file')).toBe('Files replaced');
    expect(stepWords(replaced, 48, 'dynamic-security')).toBe('Commands sent');
  });

  it.each([
    [3, '3 ms'],
    [99.6, '100 ms'],
    [110, '0.1 s'],
    [1_240, '1.2 s'],
    [59_940, '59.9 s'],
    [125_000, '2 min'],
  ])('took %s: %s', (ms, words) => {
    expect(took(ms)).toBe(words);
  });
});

describe('the way of a change', () => {
  const probes: readonly Probe[] = [
    { question: 'a', wanted: 'allowed', answer: 'allowed' },
    { question: 'b', wanted: 'denied', answer: 'allowed' },
    { question: 'c', wanted: 'refused' },
    { question: 'd', wanted: 'allowed' },
  ];

  it('is as long as its steps, one with probes by those that are answered', () => {
    expect(progressOf(applyOf('running'))).toBe(0);
    const steps = [
      stepOf('parse', 'done'),
      stepOf('reload', 'skipped'),
      stepOf('probe', 'running', probes),
      stepOf('commit', 'waiting'),
    ];
    expect(progressOf(applyOf('running', steps))).toBe(2.5 / 4);
    expect(progressOf(applyOf('restored', steps))).toBe(1);
  });

  it.each([
    ['running', 'Applying', undefined],
    ['restoring', 'Restoring', undefined],
    ['committed', 'Applied', 'ok'],
    ['refused', 'Not applied', 'info'],
    ['restored', 'Restored', 'warning'],
    ['failed', 'Failed', 'fault'],
  ] as const)('that is %s is called %s', (state, heading, mark) => {
    expect(standingOf(applyOf(state))).toMatchObject({ heading, ...(mark && { mark }) });
    expect(standingOf(applyOf(state)).mark).toBe(mark);
  });

  it('names in any case the revision that is in force', () => {
    for (const state of ['running', 'restoring', 'refused', 'restored', 'failed'] as const)
      expect(standingOf(applyOf(state)).sentence).toContain('evision 47');
    expect(standingOf(applyOf('committed')).sentence).toContain('evision 48');
  });
});

describe('a probe', () => {
  it.each([
    [{ wanted: 'denied' }, '…', 'running'],
    [{ wanted: 'denied', answer: 'denied' }, 'denied', 'done'],
    [{ wanted: 'denied', answer: 'allowed' }, 'allowed, wanted denied', 'failed'],
  ] as const)('%j: %s', (probe, words, word) => {
    expect(answerWords({ question: 'x', ...probe })).toBe(words);
    expect(probeMark({ question: 'x', ...probe }).word).toBe(word);
  });

  it.each([
    ['nodered publishes line2/cmd/speed', 'nodered publishes [line2/cmd/speed]'],
    ['a b receives x y', 'a b receives [x y]'],
    ['an anonymous client subscribes to #', 'an anonymous client subscribes to [#]'],
    ['stranger logs in', 'stranger logs in'],
    ['mcm-probe publishes mcm/probe/48/alive', 'publishes [mcm/probe/48/alive]'],
    ['mcm-probe logs in with another password', 'logs in with another password'],
    // Only the whole name is the probe's.
    ['mcm-probes logs in', 'mcm-probes logs in'],
  ])('%s', (question, shown) => {
    const parts = probeParts(question);
    expect(parts.map(({ text, code }) => (code ? `[${text}]` : text)).join('')).toBe(shown);
  });
});
