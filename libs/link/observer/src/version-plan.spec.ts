import { describe, expect, it } from '@jest/globals';
import { nextPlan, versionOf, type Outcome, type VersionPlan } from './version-plan.js';

/** The versions tried, and whether the last one stays, when a broker answers like this. */
function tries(broker: (version: 4 | 5, attempt: number) => Outcome): string {
  let plan: VersionPlan = 'five';
  const versions: string[] = [];
  for (let attempt = 0; attempt < 8; attempt++) {
    const version = versionOf(plan);
    const outcome = broker(version, attempt);
    versions.push(String(version));
    if (outcome === 'connected' && plan !== 'perhaps-four')
      return `${versions.join(' ')} connected`;
    plan = nextPlan(plan, outcome);
    if (plan === 'five') versions.push('later');
  }
  return versions.join(' ');
}

describe('which protocol version is tried', () => {
  it.each<[string, string, (version: 4 | 5, attempt: number) => Outcome]>([
    ['speaks 5', '5 connected', () => 'connected'],
    [
      'refuses 5 in words',
      '5 4 connected',
      (version) => (version === 5 ? 'version-refused' : 'connected'),
    ],
    [
      'closes on 5 without a word: asked twice, to be sure',
      '5 4 5 4 connected',
      (version) => (version === 5 ? 'closed-unanswered' : 'connected'),
    ],
    [
      'was only starting',
      '5 4 5 connected',
      (_, attempt) => (attempt === 0 ? 'closed-unanswered' : 'connected'),
    ],
    ['closes on both', '5 4 later 5 4 later 5 4 later 5 4 later', () => 'closed-unanswered'],
    [
      'is not there',
      '5 later 5 later 5 later 5 later 5 later 5 later 5 later 5 later',
      () => 'failed',
    ],
    [
      'refuses the log-in by 3.1.1',
      '5 4 later 5 4 later 5 4 later 5 4 later',
      (version) => (version === 5 ? 'version-refused' : 'failed'),
    ],
  ])('with a broker that %s', (_, expected, broker) => {
    expect(tries(broker)).toBe(expected);
  });
});
