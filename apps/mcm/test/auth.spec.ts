import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { Database, USUAL_PASSWORD_COST } from '#platform';
import { bearer, PASSWORD, serve, USERNAME, type Served } from './served.js';

let served: Served;
beforeAll(async () => {
  served = await serve({
    env: {
      MCM_AUTH_JWT_SECRET: 'a secret that only this test knows.....',
      // Wrong on purpose, many times: lock-out has a suite of its own.
      MCM_AUTH_LOGIN_LOCKOUT_MAX_ATTEMPTS: '1000',
    },
  });
});
afterAll(() => served.stop());

const me = (token: string) => served.ask('/api/v1/auth/me', { headers: bearer(token) });

/** A token that we sign ourselves. */
function forge(header: object, claims: object, secret: string): string {
  const text = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

describe('log-in', () => {
  it('gives a token that ends when it says, and the user', async () => {
    const { status, body } = await served.post('/api/v1/auth/login', {
      username: ' Admin ',
      password: PASSWORD,
    });
    const { token, expiresAt, user } = body as { token: string; expiresAt: string; user: object };
    expect(status).toBe(200);
    expect(user).toMatchObject({ id: 1, username: USERNAME, role: 'admin', disabled: false });
    const day = Date.parse(expiresAt) - Date.now();
    expect(day).toBeGreaterThan(86_000_000);
    expect(day).toBeLessThanOrEqual(86_400_000);
    expect((await me(token)).body).toEqual(user);
  });

  it('tells nobody whether it was the name or the password', async () => {
    const answers = await Promise.all(
      [
        [USERNAME, 'wrong'],
        ['nobody', PASSWORD],
      ].map(([username, password]) => served.post('/api/v1/auth/login', { username, password })),
    );
    const told = answers.map(({ problem: { instance: _, ...rest } }) => rest);
    expect(told[0]).toEqual(told[1]);
    expect(told[0]).toMatchObject({ status: 401, type: '/problems/login-failed' });
  });

  it('sends a crowd away instead of hashing without end', async () => {
    const other = await serve({
      env: { MCM_AUTH_LOGIN_LOCKOUT_MAX_ATTEMPTS: '1000' },
      passwordCost: USUAL_PASSWORD_COST,
    });
    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        other.post('/api/v1/auth/login', { username: 'x', password: 'y' }),
      ),
    );
    await other.stop();
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect(answers.filter(({ status }) => status === 401).length).toBeGreaterThanOrEqual(18);
  });
});

describe('a token', () => {
  it('is worth nothing after log-out', async () => {
    const token = await served.logIn();
    expect(
      (await served.ask('/api/v1/auth/logout', { method: 'POST', headers: bearer(token) })).status,
    ).toBe(204);
    expect((await me(token)).status).toBe(401);
  });

  it('is worth nothing once its user is disabled', async () => {
    const token = await served.logIn();
    const database = served.app.get(Database);
    const disable = (disabled: number) =>
      database.write((tx) => tx.query('UPDATE admin_users SET disabled = ?', [disabled]));
    await disable(1);
    expect((await me(token)).status).toBe(401);
    const { problem } = await served.post('/api/v1/auth/login', {
      username: USERNAME,
      password: PASSWORD,
    });
    expect(problem.type).toBe('/problems/login-failed');
    await disable(0);
    expect((await me(token)).status).toBe(200);
  });

  it('counts only when we signed it, with our algorithm, and for a session that exists', async () => {
    const secret = 'a secret that only this test knows.....';
    const exp = Math.floor(Date.now() / 1000) + 600;
    const claims = { sub: '1', jti: 'no-such-session', username: USERNAME, role: 'admin', exp };
    const tokens = [
      'not-a-token',
      forge({ alg: 'HS256', typ: 'JWT' }, claims, 'another secret'),
      forge({ alg: 'HS256', typ: 'JWT' }, claims, secret),
      `${forge({ alg: 'none' }, claims, secret).split('.').slice(0, 2).join('.')}.`,
    ];
    for (const token of tokens) expect((await me(token)).status).toBe(401);
  });
});
