import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import type { PasswordCost } from '#platform';
import { loggedIn, person, type Person } from './people.js';
import { serve, type Answer, type Served } from './served.js';

/** Each is another order of what happens at the same time. */
const ROUNDS = process.env['MCM_SEARCH_RUNS'] === undefined ? 4 : 60;
/** A sixteenth of the usual cost, and still longer than all else that happens between two hashes. */
const COST: PasswordCost = { memoryCost: 12_288, timeCost: 1 };

let served: Served;
let admin: string;
beforeAll(async () => {
  served = await serve({
    env: { MCM_AUTH_LOGIN_LOCKOUT_MAX_ATTEMPTS: '1000' },
    passwordCost: COST,
  });
  admin = await served.logIn();
});
afterAll(() => served.stop());

const USERS = '/api/v1/admin-users';
const logIn = ({ username, password }: Pick<Person, 'username' | 'password'>) =>
  served.post('/api/v1/auth/login', { username, password });
const statusOf = async (token: string) => (await served.as(token)('GET', '/api/v1/auth/me')).status;
const reset = async (id: number) => {
  const { body } = await served.as(admin)('POST', `${USERS}/${id}/reset-password`, {});
  return (body as { password: string }).password;
};
const tokensOf = (answers: readonly Answer[]) =>
  answers.flatMap(({ body }) => (body as { token?: string }).token ?? []);

/** Log-ins that begin before, while and after something else happens. */
async function meanwhile<T>(who: Person, happen: () => Promise<T>): Promise<[Answer[], T]> {
  const before = [logIn(who), logIn(who)];
  const happening = happen();
  const after = [logIn(who), logIn(who)];
  return [await Promise.all([...before, ...after]), await happening];
}

describe('whoever knows the old password', () => {
  it('has no session once the password is reset, however close the log-in was', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const who = await person(served, admin, 'viewer');
      const [answers] = await meanwhile(who, () => reset(who.id));
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
      const alive = await Promise.all(tokensOf(answers).map(statusOf));
      expect(alive.filter((status) => status !== 401)).toEqual([]);
    }
  });

  it('does not change it back while an admin resets it', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const who = await loggedIn(served, admin, 'viewer');
      const wish = { currentPassword: who.password, newPassword: 'a thief chose this' };
      const [, password] = await Promise.all([
        served.as(who.token)('PUT', '/api/v1/auth/password', wish),
        reset(who.id),
      ]);
      expect((await logIn({ ...who, password })).status).toBe(200);
      expect((await logIn({ ...who, password: wish.newPassword })).status).toBe(401);
    }
  });

  it('keeps no API token that it makes while an admin resets it', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const who = await loggedIn(served, admin, 'viewer');
      const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
      const wish = { name: 'kept', role: 'viewer', expiresAt, password: who.password };
      const made = await Promise.all([
        served.as(who.token)('POST', '/api/v1/auth/tokens', wish),
        reset(who.id).then(() => undefined),
        served.as(who.token)('POST', '/api/v1/auth/tokens', { ...wish, name: 'kept as well' }),
      ]);
      const tokens = tokensOf(made.filter((answer) => answer !== undefined));
      const alive = await Promise.all(tokens.map(statusOf));
      expect(alive.filter((status) => status !== 401)).toEqual([]);
    }
  });

  it('does not finish a log-in that was half done', async () => {
    const who = await loggedIn(served, admin, 'viewer');
    const { password } = who;
    const { body } = await served.as(who.token)('POST', '/api/v1/auth/mfa/setup', { password });
    const { secret } = body as { secret: string };
    const code = (steps: number) =>
      generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 });
    await served.as(who.token)('POST', '/api/v1/auth/mfa/verify', { code: code(0) });
    const { mfaChallenge } = (await logIn(who)).body as { mfaChallenge: string };
    await reset(who.id);
    const { problem } = await served.post('/api/v1/auth/login/mfa', {
      ...{ mfaChallenge, code: code(1) },
    });
    expect(problem.type).toBe('/problems/challenge-invalid');
  });
});

it('a user who is deleted or disabled meanwhile gets in nowhere, and no error is made of it', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const gone = await person(served, admin, 'viewer');
    const asleep = await person(served, admin, 'viewer');
    const results = await Promise.all([
      meanwhile(gone, () => served.as(admin)('DELETE', `${USERS}/${gone.id}`)),
      meanwhile(asleep, () => served.as(admin)('PUT', `${USERS}/${asleep.id}`, { disabled: true })),
    ]);
    const answers = results.flatMap(([logIns]) => logIns);
    expect(answers.filter(({ status }) => ![200, 401].includes(status))).toEqual([]);
    const alive = await Promise.all(tokensOf(answers).map(statusOf));
    expect(alive.filter((status) => status !== 401)).toEqual([]);
  }
});

it.each([
  ['give itself a password', 'PUT', '', { password: 'chosen by a thief' }],
  ['have its password reset', 'POST', '/reset-password', {}],
  ['take its second factor off', 'DELETE', '/mfa', undefined],
])('an admin’s token cannot %s: that asks for the password', async (_, method, path, body) => {
  const who = await loggedIn(served, admin, 'admin');
  const { status, problem } = await served.as(who.token)(method, `${USERS}/${who.id}${path}`, body);
  expect([status, problem.type]).toEqual([409, '/problems/own-account']);
  expect((await logIn(who)).status).toBe(200);
});

it.each(['system', 'Anonymous', 'CLI'])(
  'nobody is called %s, as the trail calls others',
  async (username) => {
    const wish = { username, password: 'a good long password', role: 'viewer' };
    const { status, problem } = await served.as(admin)('POST', USERS, wish);
    expect([status, problem.errors?.[0]?.pointer]).toEqual([400, '/username']);
  },
);
