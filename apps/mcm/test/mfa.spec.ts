import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { Database } from '#platform';
import { loggedIn, type Person } from './people.js';
import { serve, type Served } from './served.js';
import { MINUTE, TestClock } from './test-clock.js';

const clock = new TestClock();
let served: Served;
let admin: string;
beforeAll(async () => {
  served = await serve({ clock: clock.read });
  admin = await served.logIn();
});
afterAll(() => served.stop());
// Codes of one test are none of the next.
beforeEach(() => clock.advance(2 * MINUTE));

interface Setup {
  readonly otpauthUrl: string;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

const MFA = '/api/v1/auth/mfa';
/** What an authenticator with this key shows `steps` from now. */
const codeOf = (secret: string, steps = 0) =>
  generateSync({ secret, epoch: Math.floor(clock.read() / 1000) + steps * 30 });
const setUp = async ({ token, password }: { token: string; password: string }) =>
  (await served.as(token)('POST', `${MFA}/setup`, { password })).body as Setup;
const challengeOf = async ({ username, password }: Person) => {
  const { body } = await served.post('/api/v1/auth/login', { username, password });
  return (body as { mfaChallenge: string }).mfaChallenge;
};
const answer = (mfaChallenge: string, code: string) =>
  served.post('/api/v1/auth/login/mfa', { mfaChallenge, code });
const me = async (token: string) => (await served.as(token)('GET', '/api/v1/auth/me')).status;

/** Somebody with a second factor in force; the code that proved it is used up. */
async function enrolled() {
  const who = await loggedIn(served, admin, 'operator');
  const setup = await setUp(who);
  const code = codeOf(setup.secret);
  expect((await served.as(who.token)('POST', `${MFA}/verify`, { code })).status).toBe(204);
  clock.advance(MINUTE);
  return { ...who, ...setup };
}

describe('a second factor', () => {
  it('is set up with a key for an authenticator and ten recovery codes, and counts once proven', async () => {
    const who = await loggedIn(served, admin, 'viewer');
    const { otpauthUrl, secret, recoveryCodes } = await setUp(who);
    const url = new URL(otpauthUrl);
    expect([url.protocol, url.host, decodeURIComponent(url.pathname)]).toEqual([
      'otpauth:',
      'totp',
      `/MCM:${who.username}`,
    ]);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ secret, issuer: 'MCM' });
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const code of recoveryCodes) expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);

    expect(await served.logIn(who.username, who.password)).toEqual(expect.any(String));
    const verify = (code: string) => served.as(who.token)('POST', `${MFA}/verify`, { code });
    expect((await verify('000000')).problem.type).toBe('/problems/code-wrong');
    expect((await verify(codeOf(secret))).status).toBe(204);
    expect(await challengeOf(who)).toEqual(expect.any(String));
    const state = await served.as(who.token)('GET', MFA);
    expect(state.body).toEqual({ enabled: true, recoveryCodesLeft: 10 });
  });

  it('is asked for after the password, and lets in with its code', async () => {
    const who = await enrolled();
    const { body } = await served.post('/api/v1/auth/login', {
      username: who.username,
      password: who.password,
    });
    expect(body).toEqual({
      mfaRequired: true,
      mfaChallenge: expect.any(String),
      expiresAt: expect.any(String),
    });
    const { status, body: login } = await answer(
      (body as { mfaChallenge: string }).mfaChallenge,
      codeOf(who.secret),
    );
    expect(status).toBe(200);
    expect(await me((login as { token: string }).token)).toBe(200);
  });

  it.each([-1, 0, 1])('takes a code of %d steps from now, once', async (steps) => {
    const who = await enrolled();
    const code = codeOf(who.secret, steps);
    expect((await answer(await challengeOf(who), code)).status).toBe(200);
    const again = await answer(await challengeOf(who), code);
    expect(again.problem).toMatchObject({ type: '/problems/code-wrong', status: 401 });
    expect(again.problem.detail).toContain('used already');
  });

  it.each([-2, 2])('refuses a code of %d steps from now', async (steps) => {
    const who = await enrolled();
    expect((await answer(await challengeOf(who), codeOf(who.secret, steps))).status).toBe(401);
  });

  it('takes no code that is older than one it has taken', async () => {
    const who = await enrolled();
    expect((await answer(await challengeOf(who), codeOf(who.secret, 1))).status).toBe(200);
    expect((await answer(await challengeOf(who), codeOf(who.secret))).status).toBe(401);
  });

  it('takes a code once also when it comes twice at the same time', async () => {
    const who = await enrolled();
    const challenges = [await challengeOf(who), await challengeOf(who)];
    const code = codeOf(who.secret);
    const answers = await Promise.all(challenges.map((challenge) => answer(challenge, code)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
  });

  it('lets in with a recovery code, each of them once', async () => {
    const who = await enrolled();
    const [first = '', second = ''] = who.recoveryCodes;
    const written = first.toLowerCase().replace('-', ' ');
    const { status, body } = await answer(await challengeOf(who), written);
    expect(status).toBe(200);
    expect((await answer(await challengeOf(who), first)).status).toBe(401);
    expect((await answer(await challengeOf(who), second)).status).toBe(200);
    const { token } = body as { token: string };
    const state = await served.as(token)('GET', MFA);
    expect(state.body).toEqual({ enabled: true, recoveryCodesLeft: 8 });
  });

  it('cannot be stripped or replaced by setting it up again', async () => {
    const who = await enrolled();
    const again = await served.as(who.token)('POST', `${MFA}/setup`, { password: who.password });
    expect([again.status, again.problem.type]).toEqual([409, '/problems/mfa-enabled']);
    const verify = await served.as(who.token)('POST', `${MFA}/verify`, { code: '123456' });
    expect(verify.status).toBe(409);
    expect((await answer(await challengeOf(who), codeOf(who.secret))).status).toBe(200);
  });

  it('is not put in force by a code of a set-up that was replaced', async () => {
    const who = await loggedIn(served, admin, 'viewer');
    const first = await setUp(who);
    await setUp(who);
    const code = codeOf(first.secret);
    const { status } = await served.as(who.token)('POST', `${MFA}/verify`, { code });
    expect(status).toBe(401);
    const fresh = await loggedIn(served, admin, 'viewer');
    const none = await served.as(fresh.token)('POST', `${MFA}/verify`, { code });
    expect(none.problem.type).toBe('/problems/mfa-not-pending');
  });

  it('is taken off with the password only', async () => {
    const who = await enrolled();
    const off = (password: string) => served.as(who.token)('DELETE', MFA, { password });
    expect((await off('not the password')).problem.type).toBe('/problems/password-wrong');
    expect((await off(who.password)).status).toBe(204);
    expect(await me(await served.logIn(who.username, who.password))).toBe(200);
  });

  it('is taken off by an admin, and the user has to log in again', async () => {
    const who = await enrolled();
    const path = `/api/v1/admin-users/${who.id}/mfa`;
    expect((await served.as(admin)('DELETE', path)).status).toBe(204);
    expect(await me(who.token)).toBe(401);
    expect(await me(await served.logIn(who.username, who.password))).toBe(200);
  });

  it('is stored so that the database alone tells neither key nor codes', async () => {
    const who = await enrolled();
    const [row] = await served.app
      .get(Database)
      .read.query<{ totp_key: Buffer }[]>('SELECT totp_key FROM admin_users WHERE id = ?', [
        who.id,
      ]);
    expect(row?.totp_key.toString('latin1')).not.toContain(who.secret);
    const codes = await served.app
      .get(Database)
      .read.query<{ code_hash: Buffer }[]>(
        'SELECT code_hash FROM recovery_codes WHERE user_id = ?',
        [who.id],
      );
    expect(codes.map(({ code_hash }) => code_hash.length)).toEqual(Array(10).fill(32));
  });
});

it('a clock that was ahead for a while does not use up the codes to come', async () => {
  const who = await enrolled();
  clock.advance(60 * MINUTE);
  expect((await answer(await challengeOf(who), codeOf(who.secret))).status).toBe(200);
  clock.advance(-60 * MINUTE);
  expect((await answer(await challengeOf(who), codeOf(who.secret))).status).toBe(200);
});

it('a key that was encrypted with a secret.key that is gone proves nothing, and the log says what to do', async () => {
  const who = await enrolled();
  await served.app
    .get(Database)
    .write((tx) =>
      tx.query('UPDATE admin_users SET totp_key = randomblob(60) WHERE id = ?', [who.id]),
    );
  const { problem } = await answer(await challengeOf(who), codeOf(who.secret));
  expect(problem.type).toBe('/problems/code-wrong');
  expect(served.log()).toContain('--reset-mfa');
});

describe('a challenge', () => {
  it('is good for one log-in', async () => {
    const who = await enrolled();
    const challenge = await challengeOf(who);
    expect((await answer(challenge, codeOf(who.secret))).status).toBe(200);
    const again = await answer(challenge, who.recoveryCodes[0] ?? '');
    expect(again.problem.type).toBe('/problems/challenge-invalid');
  });

  it('is used up by five wrong codes', async () => {
    const who = await enrolled();
    const challenge = await challengeOf(who);
    for (let i = 0; i < 5; i += 1) {
      expect((await answer(challenge, '000000')).problem.type).toBe('/problems/code-wrong');
    }
    const { problem } = await answer(challenge, codeOf(who.secret));
    expect(problem.type).toBe('/problems/challenge-invalid');
    clock.advance(16 * MINUTE); // the wrong ones were failures of this address
  });

  it('ends after five minutes', async () => {
    const who = await enrolled();
    const challenge = await challengeOf(who);
    clock.advance(5 * MINUTE);
    const { problem } = await answer(challenge, codeOf(who.secret));
    expect(problem.type).toBe('/problems/challenge-invalid');
  });

  it('opens nothing but the second half of a log-in', async () => {
    const who = await enrolled();
    const challenge = await challengeOf(who);
    expect(await me(challenge)).toBe(401);
    expect(await served.stream(challenge).refused()).toBe(401);
  });

  it('is worth nothing once its user is disabled', async () => {
    const who = await enrolled();
    const challenge = await challengeOf(who);
    await served.as(admin)('PUT', `/api/v1/admin-users/${who.id}`, { disabled: true });
    const { problem } = await answer(challenge, codeOf(who.secret));
    expect(problem.type).toBe('/problems/challenge-invalid');
  });
});
