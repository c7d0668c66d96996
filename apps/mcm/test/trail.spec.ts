import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import sqlite3 from 'sqlite3';
import { DataSource } from 'typeorm';
import type { Change } from '#contract';
import { Database } from '#platform';
import { until } from '#testing';
import { loggedIn } from './people.js';
import { PASSWORD, serve, USERNAME, type Served } from './served.js';
import { MINUTE, TestClock } from './test-clock.js';

const clock = new TestClock();
let served: Served;
let admin: string;
beforeAll(async () => {
  served = await serve({ clock: clock.read });
  admin = await served.logIn();
});
afterAll(() => served.stop());

interface Entry {
  readonly action: string;
  readonly actor: { readonly name: string; readonly via: string; readonly token?: string };
  readonly resourceId?: string;
  readonly resourceName?: string;
  readonly result: string;
  readonly reason?: string;
  readonly changes: readonly Change[];
}

const USERS = '/api/v1/admin-users';
const asAdmin = (method: string, path: string, body?: unknown) =>
  served.as(admin)(method, path, body);

/** What the trail says of the newest act of that name. */
async function newest(action: string): Promise<Entry | undefined> {
  const { body } = await asAdmin('GET', `/api/v1/audit-events?limit=1&action=${action}`);
  return (body as { events: Entry[] }).events[0];
}

const change = (pointer: string, before: unknown, after: unknown): Change => ({
  pointer,
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
});

describe('the audit trail', () => {
  it('begins with the first administrator', async () => {
    expect(await newest('admin_user.bootstrap')).toMatchObject({
      actor: { name: 'system', via: 'system' },
      resourceName: USERNAME,
      result: 'success',
    });
  });

  it('says of users what was before and after, and of passwords only that they changed', async () => {
    const wish = { username: 'anna', password: 'a good long password', role: 'viewer' };
    const { id } = (await asAdmin('POST', USERS, wish)).body as { id: number };
    expect(await newest('admin_user.create')).toMatchObject({
      actor: { name: USERNAME, via: 'session' },
      ...{ resourceId: String(id), resourceName: 'anna', result: 'success' },
      changes: expect.arrayContaining([
        change('/username', undefined, 'anna'),
        change('/role', undefined, 'viewer'),
        change('/password', undefined, '[secret]'),
      ]),
    });
    await asAdmin('PUT', `${USERS}/${id}`, { role: 'operator', password: 'another long password' });
    expect((await newest('admin_user.update'))?.changes).toEqual([
      change('/password', '[secret]', '[secret]'),
      change('/role', 'viewer', 'operator'),
    ]);
    await asAdmin('DELETE', `${USERS}/${id}`);
    expect(await newest('admin_user.delete')).toMatchObject({
      resourceName: 'anna',
      changes: expect.arrayContaining([change('/role', 'operator', undefined)]),
    });
  });

  it('has what was refused as well, with the reason, and changes nothing there', async () => {
    await asAdmin('PUT', `${USERS}/1`, { role: 'viewer' });
    expect(await newest('admin_user.update')).toMatchObject({
      ...{ resourceId: '1', result: 'failure', reason: 'last-active-admin', changes: [] },
    });
    await asAdmin('POST', USERS, { username: 'x', role: 'viewer', password: 'short' });
    const refused = await newest('admin_user.create');
    expect(refused).toMatchObject({ result: 'failure', reason: 'validation-failed' });
  });

  it('says by what somebody came in, and nothing of what was refused before', async () => {
    const who = await loggedIn(served, admin, 'viewer');
    const { body } = await served.as(who.token)('POST', '/api/v1/auth/mfa/setup', {
      password: who.password,
    });
    const { secret, recoveryCodes } = body as { secret: string; recoveryCodes: string[] };
    const code = () => generateSync({ secret, epoch: Math.floor(clock.read() / 1000) });
    await served.as(who.token)('POST', '/api/v1/auth/mfa/verify', { code: code() });
    expect(await newest('mfa.enable')).toMatchObject({
      resourceName: who.username,
      changes: [change('/mfaEnabled', false, true)],
    });
    const { username, password } = who;
    const challenge = async () => {
      const login = await served.post('/api/v1/auth/login', { username, password });
      return (login.body as { mfaChallenge: string }).mfaChallenge;
    };
    const before = await newest('session.open');
    const mfaChallenge = await challenge();
    await served.post('/api/v1/auth/login/mfa', { mfaChallenge, code: '000000' });
    await served.post('/api/v1/auth/login', { username, password: 'wrong' });
    expect(await newest('session.open')).toEqual(before);
    const recovery = { mfaChallenge: await challenge(), code: recoveryCodes[0] };
    await served.post('/api/v1/auth/login/mfa', recovery);
    expect(await newest('session.open')).toMatchObject({
      actor: { name: username, via: 'session' },
      changes: [change('/by', undefined, 'recovery-code')],
    });
    clock.advance(MINUTE);
  });

  it('names the token, the command line, and never the secret of either', async () => {
    const expiresAt = new Date(clock.read() + 60 * MINUTE).toISOString();
    const wish = { name: 'ci', role: 'admin', expiresAt, password: PASSWORD };
    const { body } = await asAdmin('POST', '/api/v1/auth/tokens', wish);
    const { id, token } = body as { id: number; token: string };
    const made = await newest('api_token.create');
    expect(made).toMatchObject({ resourceId: String(id), resourceName: 'ci', result: 'success' });
    expect(made?.changes).toContainEqual(change('/secret', undefined, '[secret]'));
    expect(JSON.stringify(made)).not.toContain(token.slice(8, 20));
    await asAdmin('DELETE', `/api/v1/auth/tokens/${id}`);
    expect(await newest('api_token.revoke')).toMatchObject({ resourceName: 'ci' });
  });
});

describe('the security log', () => {
  it('tells what became of log-ins, with the reasons there are', async () => {
    const who = await loggedIn(served, admin, 'viewer');
    const post = (username: string, password: string) =>
      served.post('/api/v1/auth/login', { username, password });
    await post('nobody', 'wrong');
    await asAdmin('PUT', `${USERS}/${who.id}`, { disabled: true });
    await post(who.username, who.password);
    await served.post('/api/v1/auth/login/mfa', { mfaChallenge: 'xyzzy', code: '000000' });
    const told = async () => {
      const { body } = await asAdmin('GET', '/api/v1/security/events?category=admin_login_failed');
      return (body as { events: { reason: string }[] }).events.map(({ reason }) => reason);
    };
    const reasons = ['disabled_user', 'invalid_credentials', 'invalid_mfa_challenge'];
    await until(async () => {
      const seen = await told();
      return reasons.every((reason) => seen.includes(reason));
    });
    const { body } = await served.ask('/metrics');
    expect(body).toMatch(/mcm_login_attempts_total\{result="success"\} \d/);
    expect(body).toMatch(/mcm_login_attempts_total\{result="failure"\} [3-9]/);
    expect(body).toMatch(/mcm_security_events_total\{category="admin_login_failed"\} [3-9]/);
    expect(body).not.toContain(who.username);
  });
});

/** Another process takes the write lock; answers what gives it back. The server does not wait for it as long as usual. */
async function lock(): Promise<() => Promise<void>> {
  await served.app.get(Database).write((tx) => tx.query('PRAGMA busy_timeout = 50'));
  const { path: database } = served.config.database;
  const intruder = new DataSource({ type: 'sqlite', driver: sqlite3, database });
  await intruder.initialize();
  await intruder.query('BEGIN IMMEDIATE');
  return async () => {
    await intruder.query('ROLLBACK');
    await intruder.destroy();
  };
}

it('while another process has the lock, a change is refused and not made, and afterwards works', async () => {
  const who = await loggedIn(served, admin, 'viewer');
  const path = `${USERS}/${who.id}`;
  const unlock = await lock();
  const refused = await asAdmin('PUT', path, { role: 'operator' });
  expect([refused.status, refused.problem.type]).toEqual([503, '/problems/database-unavailable']);
  expect(JSON.stringify(refused.body)).not.toMatch(/SQLITE|BEGIN|INSERT/);
  // What only reads goes on.
  expect((await asAdmin('GET', path)).body).toMatchObject({ role: 'viewer' });
  await unlock();

  expect((await asAdmin('PUT', path, { role: 'operator' })).status).toBe(200);
  const { body } = await asAdmin('GET', '/api/v1/audit-events/verification');
  expect(body).toMatchObject({ valid: true });
});

it('a log-in is refused while it cannot be recorded', async () => {
  const unlock = await lock();
  const login = { username: USERNAME, password: PASSWORD };
  const { status, problem } = await served.post('/api/v1/auth/login', login);
  expect([status, problem.type]).toEqual([503, '/problems/database-unavailable']);
  await unlock();
  expect((await served.post('/api/v1/auth/login', login)).status).toBe(200);
});
