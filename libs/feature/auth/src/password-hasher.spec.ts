import { describe, expect, it } from '@jest/globals';
import { USUAL_PASSWORD_COST } from '#platform';
import { PasswordHasher } from './password-hasher.js';

describe('the hash of a password', () => {
  it('costs 64 MiB and three passes, each guess at a stolen one as well', async () => {
    const hasher = new PasswordHasher(USUAL_PASSWORD_COST);
    const hash = await hasher.hash('grüße');
    const [, kind, version, cost] = hash.reveal().split('$');
    expect([kind, version, cost?.split(',').toSorted()]).toEqual([
      ...['argon2id', 'v=19', ['m=65536', 'p=1', 't=3']],
    ]);
    expect(await hasher.verify(hash, 'grüße', true)).toBe(true);
    expect(await hasher.verify(hash, 'gruesse', true)).toBe(false);
  });

  it('is another one each time, and tells its own cost', async () => {
    const dear = new PasswordHasher({ memoryCost: 2_048, timeCost: 2 });
    const hash = await dear.hash('x');
    expect((await dear.hash('x')).reveal()).not.toBe(hash.reveal());
    const cheap = new PasswordHasher({ memoryCost: 1_024, timeCost: 1 });
    expect(await cheap.verify(hash, 'x', false)).toBe(true);
  });

  it('is of nobody’s password where there is no user', async () => {
    const hasher = new PasswordHasher({ memoryCost: 1_024, timeCost: 1 });
    for (const password of ['', 'x', 'undefined']) {
      expect(await hasher.verify(undefined, password, false)).toBe(false);
    }
  });
});
