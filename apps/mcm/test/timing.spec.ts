import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { PasswordCost } from '#platform';
import { loggedIn } from './people.js';
import { serve, USERNAME, type Served } from './served.js';

/** `make nightly` looks closer. */
const TRIES = process.env['MCM_SEARCH_RUNS'] === undefined ? 20 : 400;
/** A quarter of the usual cost, and still most of the time of an answer. */
const COST: PasswordCost = { memoryCost: 16_384, timeCost: 3 };
const SHUFFLES = 2_000;
/** What chance brings about more seldom than this is taken for a difference. */
const SELDOM = 0.001;

// Every try is a hash, whatever else the machine has to do.
jest.setTimeout(TRIES * 30_000);

let served: Served;
beforeAll(async () => {
  served = await serve({
    env: { MCM_AUTH_LOGIN_LOCKOUT_MAX_ATTEMPTS: '1000' },
    passwordCost: COST,
  });
});
afterAll(() => served.stop());

/** Milliseconds until a wrong log-in was answered. */
async function timed(username: string): Promise<number> {
  const started = performance.now();
  const { status } = await served.post('/api/v1/auth/login', { username, password: 'wrong' });
  expect(status).toBe(401);
  return performance.now() - started;
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

/** How often two groups drawn at random from both differ as much in their medians as these two do. */
function chance(one: readonly number[], other: readonly number[]): number {
  const apart = Math.abs(median(one) - median(other));
  const all = [...one, ...other];
  let asFar = 0;
  for (let i = 0; i < SHUFFLES; i += 1) {
    for (let at = all.length - 1; at > 0; at -= 1) {
      const with_ = Math.floor(Math.random() * (at + 1));
      [all[at], all[with_]] = [all[with_] ?? 0, all[at] ?? 0];
    }
    if (Math.abs(median(all.slice(0, one.length)) - median(all.slice(one.length))) >= apart) {
      asFar += 1;
    }
  }
  return asFar / SHUFFLES;
}

it('the time of an answer does not tell whether a name is known, unknown or disabled', async () => {
  const admin = await served.logIn();
  const { id, username: disabled } = await loggedIn(served, admin, 'viewer');
  await served.as(admin)('PUT', `/api/v1/admin-users/${id}`, { disabled: true });
  const names = [USERNAME, 'nobody', disabled];
  // So many tries from one address would be too many.
  const unlock = () =>
    served.as(admin)('POST', '/api/v1/admin-users/1/unlock', { address: '127.0.0.1' });
  const chances = async () => {
    const times = names.map((): number[] => []);
    // In turns, so that whatever else the machine does hits all alike.
    for (let i = 0; i < TRIES; i += 1) {
      if (i % 100 === 0) await unlock();
      for (const [at, name] of names.entries()) times[at]?.push(await timed(name));
    }
    const [known = [], unknown = [], blocked = []] = times;
    return [chance(known, unknown), chance(known, blocked)];
  };
  // One in a thousand by chance, so it has to come twice; a hash that is left out would never pass, as the next test
  // shows.
  const found = await chances();
  const least = Math.min(...found) > SELDOM ? found : await chances();
  expect(Math.min(...least)).toBeGreaterThan(SELDOM);
});

it('and this way of telling would tell, if there were a hash less', async () => {
  const admin = await served.logIn();
  const path = '/api/v1/auth/me';
  const quick: number[] = [];
  const slow: number[] = [];
  for (let i = 0; i < 20; i += 1) {
    slow.push(await timed(USERNAME));
    const started = performance.now();
    await served.as(admin)('GET', path);
    quick.push(performance.now() - started);
  }
  // A shuffle may come to part them as they are.
  expect(chance(slow, quick)).toBeLessThanOrEqual(SELDOM);
});
