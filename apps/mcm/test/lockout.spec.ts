import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { Database, USUAL_PASSWORD_COST, type PasswordCost } from '#platform';
import { until } from '#testing';
import { loggedIn } from './people.js';
import { PASSWORD, serve, USERNAME, type Answer, type Served } from './served.js';
import { MINUTE, TestClock } from './test-clock.js';

/** Fewer than by default, since each one costs a hash. */
const MOST = 3;

let clock: TestClock;
let served: Served;
beforeEach(() => start());
afterEach(() => served.stop());

async function start(passwordCost?: PasswordCost): Promise<void> {
  clock = new TestClock();
  // Any address may be claimed here, so that strangers can come from elsewhere.
  served = await serve({
    clock: clock.read,
    ...(passwordCost && { passwordCost }),
    env: {
      MCM_HTTP_TRUSTED_PROXIES: '127.0.0.1',
      MCM_AUTH_LOGIN_LOCKOUT_MAX_ATTEMPTS: String(MOST),
    },
  });
}

interface From {
  readonly address?: string;
  readonly cookie?: string;
}

function logIn(username: string, password: string, { address, cookie }: From = {}) {
  return served.post(
    '/api/v1/auth/login',
    { username, password },
    {
      ...(address !== undefined && { 'x-forwarded-for': address }),
      ...(cookie !== undefined && { cookie }),
    },
  );
}

async function guess(times: number, username: string, from: From = {}): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let i = 0; i < times; i += 1) answers.push(await logIn(username, `guess ${i}`, from));
  return answers;
}

const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status);

describe('after too many wrong passwords', () => {
  it('an address is refused under every name, and told for how long', async () => {
    const answers = await guess(MOST, 'nobody');
    expect(statuses(answers)).toEqual(Array(MOST).fill(401));
    clock.advance(5 * MINUTE);
    const { status, problem, headers } = await logIn(USERNAME, PASSWORD);
    expect([status, problem.type]).toEqual([429, '/problems/locked-out']);
    expect(headers.get('retry-after')).toBe('600');
    expect(problem.detail).toBe('Try again in 10 minutes.');
    clock.advance(10 * MINUTE);
    expect((await logIn(USERNAME, PASSWORD)).status).toBe(200);
  });

  it('a name is refused from every address, unknown names as well', async () => {
    for (const name of [USERNAME, 'nobody']) {
      for (let i = 0; i < MOST; i += 1) await guess(1, name, { address: `192.0.2.${i}` });
      const { status, problem } = await logIn(name, PASSWORD, { address: '192.0.2.99' });
      expect([name, status, problem.type]).toEqual([name, 429, '/problems/locked-out']);
    }
  });

  it('its owner still gets in with a browser that had logged in before', async () => {
    const first = await logIn(USERNAME, PASSWORD, { address: '198.51.100.1' });
    const cookie = deviceOf(first);
    for (let i = 0; i < MOST; i += 1) await guess(1, USERNAME, { address: `192.0.2.${i}` });
    await guess(MOST, 'nobody', { address: '198.51.100.1' });
    const elsewhere = { address: '203.0.113.5' };
    expect((await logIn(USERNAME, PASSWORD, elsewhere)).status).toBe(429);
    const home = { address: '198.51.100.1', cookie };
    expect((await logIn(USERNAME, PASSWORD, home)).status).toBe(200);
  });

  it('a known browser is refused by itself, and nobody else with it', async () => {
    const cookie = deviceOf(await logIn(USERNAME, PASSWORD));
    const answers = await guess(MOST + 1, USERNAME, { cookie });
    expect(statuses(answers)).toEqual([...Array<number>(MOST).fill(401), 429]);
    expect((await logIn(USERNAME, PASSWORD)).status).toBe(200);
  });

  it('a browser is known for its own user only, and with our signature only', async () => {
    const admin = await served.logIn();
    const mallory = await loggedIn(served, admin, 'viewer');
    const cookie = deviceOf(await logIn(mallory.username, mallory.password));
    for (let i = 0; i < MOST; i += 1) await guess(1, USERNAME, { address: `192.0.2.${i}`, cookie });
    expect((await logIn(USERNAME, PASSWORD, { cookie })).status).toBe(429);
    const forged = cookie.replace(/_\d+=/, '_1=');
    expect((await logIn(USERNAME, PASSWORD, { cookie: forged })).status).toBe(429);
  });

  it('a crowd of strangers does not keep the owner’s browser waiting', async () => {
    await served.stop();
    await start(USUAL_PASSWORD_COST);
    const cookie = deviceOf(await logIn(USERNAME, PASSWORD));
    const crowd = Array.from({ length: 60 }, (_, i) =>
      logIn(`nobody-${i}`, 'wrong', { address: `2001:db8:${i}::1` }),
    );
    const own = await Promise.all([1, 2].map(() => logIn(USERNAME, PASSWORD, { cookie })));
    expect(statuses(own)).toEqual([200, 200]);
    expect(statuses(await Promise.all(crowd))).toContain(429);
  });

  it('logging in more often does not bring more guesses', async () => {
    const cookies: string[] = [];
    for (let i = 0; i < 6; i += 1) cookies.push(deviceOf(await logIn(USERNAME, PASSWORD)));
    const tried: Answer[] = [];
    for (const cookie of cookies) tried.push(...(await guess(MOST, USERNAME, { cookie })));
    const looked = tried.filter(({ status }) => status === 401);
    // Of all devices together four times as many, and then those of a stranger.
    expect(looked.length).toBeLessThanOrEqual(5 * MOST);
    expect(statuses(tried)).toContain(429);
  });

  it('guesses count also while they cannot be written, and are answered alike', async () => {
    const database = served.app.get(Database);
    const run = (sql: string) => database.write((tx) => tx.query(sql));
    await run(`CREATE TRIGGER full BEFORE INSERT ON failed_logins
               BEGIN SELECT RAISE(ABORT, 'no room'); END`);
    const answers = await guess(MOST + 1, USERNAME);
    expect(statuses(answers)).toEqual([...Array<number>(MOST).fill(401), 429]);
    await run('DROP TRIGGER full');
    clock.advance(15 * MINUTE);
    expect((await logIn(USERNAME, PASSWORD)).status).toBe(200);
  });

  it('a clock that was ahead for a while keeps nobody out', async () => {
    clock.advance(24 * 60 * MINUTE);
    await guess(MOST, USERNAME);
    clock.advance(-24 * 60 * MINUTE);
    expect((await logIn(USERNAME, PASSWORD)).status).toBe(200);
  });

  it('that is an event of the security log, with its reason', async () => {
    const admin = await served.logIn();
    for (let i = 0; i <= MOST; i += 1) {
      await guess(1, 'nobody', { address: `192.0.2.${i}` });
      await guess(1, `nobody-${i}`, { address: '198.51.100.1' });
    }
    const path = '/api/v1/security/events?category=admin_login_rate_limited';
    const told = async () => {
      const { body } = await served.as(admin)('GET', path);
      return (body as { events: { reason: string }[] }).events.map(({ reason }) => reason);
    };
    await until(async () => (await told()).length >= 2);
    expect((await told()).toSorted()).toEqual(['ip_lockout', 'username_lockout']);
  });

  it('one IPv6 network counts as one address', async () => {
    for (let i = 0; i < MOST; i += 1) {
      await guess(1, `nobody-${i}`, { address: `2001:db8:1:2:${i}::1` });
    }
    const same = { address: '2001:db8:1:2:ffff::7' };
    expect((await logIn(USERNAME, PASSWORD, same)).status).toBe(429);
    expect((await logIn(USERNAME, PASSWORD, { address: '2001:db8:1:3::1' })).status).toBe(200);
  });

  it('more cannot be tried by sending them all at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) => logIn('nobody', `guess ${i}`)),
    );
    const looked = answers.filter(({ status }) => status === 401);
    expect(looked.length).toBeLessThanOrEqual(MOST);
    expect(answers.filter(({ status }) => status === 429).length).toBe(30 - looked.length);
    for (const { status, headers } of answers) {
      if (status === 429) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  it('a whole log-in begins the count anew', async () => {
    await guess(MOST - 1, USERNAME);
    expect((await logIn(USERNAME, PASSWORD)).status).toBe(200);
    expect(statuses(await guess(MOST - 1, USERNAME))).toEqual(Array(MOST - 1).fill(401));
    expect((await logIn(USERNAME, PASSWORD)).status).toBe(200);
  });

  it('an admin sees who is locked, and unlocks', async () => {
    const admin = await served.logIn();
    const who = await loggedIn(served, admin, 'viewer');
    for (let i = 0; i < MOST; i += 1) await guess(1, who.username, { address: `192.0.2.${i}` });
    const path = `/api/v1/admin-users/${who.id}`;
    const { body } = await served.as(admin)('GET', path);
    const until = clock.read() + 15 * MINUTE;
    expect(body).toMatchObject({ lockedUntil: new Date(until).toISOString() });
    expect((await logIn(who.username, who.password)).status).toBe(429);
    expect((await served.as(admin)('POST', `${path}/unlock`, {})).status).toBe(204);
    expect((await logIn(who.username, who.password)).status).toBe(200);
    expect((await served.as(admin)('GET', path)).body).not.toHaveProperty('lockedUntil');
  });

  it('an admin unlocks an address together with a name', async () => {
    const admin = await served.logIn();
    await guess(MOST, 'nobody');
    expect((await logIn(USERNAME, PASSWORD)).status).toBe(429);
    const unlock = (body: object) => served.as(admin)('POST', '/api/v1/admin-users/1/unlock', body);
    await unlock({});
    expect((await logIn(USERNAME, PASSWORD)).status).toBe(429);
    await unlock({ address: '127.0.0.1' });
    expect((await logIn(USERNAME, PASSWORD)).status).toBe(200);
  });
});

describe('wrong codes and passwords of those who are half or wholly in', () => {
  it('count as well: codes', async () => {
    const admin = await served.logIn();
    const who = await loggedIn(served, admin, 'viewer');
    const { body } = await served.as(who.token)('POST', '/api/v1/auth/mfa/setup', {
      password: who.password,
    });
    const { secret } = body as { secret: string };
    const code = () => generateSync({ secret, epoch: Math.floor(clock.read() / 1000) });
    await served.as(who.token)('POST', '/api/v1/auth/mfa/verify', { code: code() });
    clock.advance(MINUTE);
    const tried: number[] = [];
    for (let i = 0; i <= MOST; i += 1) {
      const challenge = (await logIn(who.username, who.password)).body as { mfaChallenge?: string };
      if (challenge.mfaChallenge === undefined) break;
      const wrong = { mfaChallenge: challenge.mfaChallenge, code: '000000' };
      tried.push((await served.post('/api/v1/auth/login/mfa', wrong)).status);
    }
    expect(tried).toEqual(Array(MOST).fill(401));
    expect((await logIn(who.username, who.password)).status).toBe(429);
  });

  it.each([
    ['the password before it is changed', 'PUT', '/api/v1/auth/password'],
    ['the password before the second factor is taken off', 'DELETE', '/api/v1/auth/mfa'],
  ])('count as well: %s', async (_, method, path) => {
    const admin = await served.logIn();
    const who = await loggedIn(served, admin, 'viewer');
    const body =
      method === 'PUT'
        ? { currentPassword: 'wrong', newPassword: 'a new and long one' }
        : { password: 'wrong' };
    const answers: Answer[] = [];
    for (let i = 0; i <= MOST; i += 1) answers.push(await served.as(who.token)(method, path, body));
    expect(statuses(answers)).toEqual([...Array<number>(MOST).fill(401), 429]);
  });
});

/** The device cookie of a log-in, as the browser sends it back. */
function deviceOf({ headers }: Answer): string {
  const cookie = headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(
    /^mcm_device_\d+=[\w.-]+; Path=\/api\/v1\/auth; Max-Age=\d+; HttpOnly; SameSite=Strict$/,
  );
  return cookie.split(';', 1)[0] ?? '';
}
