import { describe, expect, it } from '@jest/globals';
import { Secret } from '#platform';
import { CHALLENGE_LIMITS, Challenges } from './challenges.js';

const user = (id: number) => ({ id, passwordHash: new Secret('of a password') });

const at = (start: number) => {
  let now = start;
  return { clock: () => now, advance: (by: number) => (now += by) };
};

describe('challenges', () => {
  it('are good once, and again after a wrong code, as often as there are tries', () => {
    const challenges = new Challenges(at(0).clock);
    const { challenge } = challenges.issue(user(7));
    for (let left: number = CHALLENGE_LIMITS.tries; left > 0; left -= 1) {
      const taken = challenges.take(challenge);
      expect(taken).toMatchObject({ userId: 7, triesLeft: left });
      expect(challenges.take(challenge)).toBeUndefined();
      if (taken) challenges.giveBack(challenge, taken, 1);
    }
    expect(challenges.take(challenge)).toBeUndefined();
  });

  it('lose no try by what is not the fault of who asks', () => {
    const challenges = new Challenges(at(0).clock);
    const { challenge } = challenges.issue(user(7));
    for (let i = 0; i < 20; i += 1) {
      const taken = challenges.take(challenge);
      if (taken) challenges.giveBack(challenge, taken, 0);
    }
    expect(challenges.take(challenge)?.triesLeft).toBe(CHALLENGE_LIMITS.tries);
  });

  it('expire', () => {
    const { clock, advance } = at(0);
    const challenges = new Challenges(clock);
    const { challenge, expiresAt } = challenges.issue(user(7));
    expect(expiresAt).toBe(CHALLENGE_LIMITS.lifetimeMs);
    advance(CHALLENGE_LIMITS.lifetimeMs);
    expect(challenges.take(challenge)).toBeUndefined();
  });

  it('of one user push out that user’s oldest, and nobody else’s', () => {
    const challenges = new Challenges(at(0).clock);
    const theirs = challenges.issue(user(8));
    const first = challenges.issue(user(7));
    const rest = Array.from({ length: CHALLENGE_LIMITS.perUser }, () => challenges.issue(user(7)));
    expect(challenges.take(first.challenge)).toBeUndefined();
    expect(rest.every(({ challenge }) => challenges.take(challenge))).toBe(true);
    expect(challenges.take(theirs.challenge)).toBeDefined();
  });

  it('are bounded in number', () => {
    const challenges = new Challenges(at(0).clock);
    const first = challenges.issue(user(1));
    for (let id = 2; id <= CHALLENGE_LIMITS.all + 1; id += 1) challenges.issue(user(id));
    expect(challenges.take(first.challenge)).toBeUndefined();
  });
});
