import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loggedIn, person } from './people.js';
import { serve, type Served } from './served.js';

let served: Served;
let admin: string;
beforeAll(async () => {
  served = await serve();
  admin = await served.logIn();
});
afterAll(() => served.stop());

const USERS = '/api/v1/admin-users';
const asAdmin = (method: string, path: string, body?: unknown) =>
  served.as(admin)(method, path, body);
const statusOf = async (token: string) => (await served.as(token)('GET', '/api/v1/auth/me')).status;

describe('administrators', () => {
  it('are made, read, changed and deleted', async () => {
    const wish = { username: 'm.keller', password: 'oven door squeaks', role: 'operator' };
    const made = await asAdmin('POST', USERS, wish);
    expect(made.status).toBe(201);
    const { id } = made.body as { id: number };
    expect(made.body).toEqual({
      ...{ id, username: 'm.keller', role: 'operator', disabled: false },
      ...{ mfaEnabled: false, passwordTemporary: true },
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    expect((await asAdmin('GET', `${USERS}/${id}`)).body).toEqual(made.body);
    const changed = await asAdmin('PUT', `${USERS}/${id}`, { role: 'auditor', disabled: true });
    expect(changed.body).toMatchObject({ username: 'm.keller', role: 'auditor', disabled: true });
    expect((await asAdmin('GET', USERS)).body).toContainEqual(changed.body);
    expect((await asAdmin('DELETE', `${USERS}/${id}`)).status).toBe(204);
    expect((await asAdmin('GET', `${USERS}/${id}`)).problem.type).toBe('/problems/user-not-found');
  });

  it('never show a hash or a key', async () => {
    await person(served, admin, 'viewer');
    const text = JSON.stringify((await asAdmin('GET', USERS)).body);
    expect(text).not.toMatch(/argon2|hash|totp|password"/i);
  });

  it.each([
    ['too short a password', { password: 'short' }, '/password'],
    ['a common password', { password: 'Password1234' }, '/password'],
    [
      'the user name as password',
      { username: 'anna.brandt.7', password: 'Anna.Brandt.7' },
      '/password',
    ],
    ['an unknown role', { role: 'root' }, '/role'],
    ['a control character in the name', { username: 'a\u0007b' }, '/username'],
    ['a line break in the name', { username: 'a\nb' }, '/username'],
    ['an empty name', { username: '' }, '/username'],
    ['neither yes nor no', { disabled: null }, '/disabled'],
    ['a member it does not know', { mfaEnabled: true }, '/mfaEnabled'],
  ])('are refused with %s, with a pointer to it', async (_, fault, pointer) => {
    const wish = { username: 'faulty', password: 'a good long password', role: 'viewer', ...fault };
    const { status, problem } = await asAdmin('POST', USERS, wish);
    expect([status, problem.type]).toEqual([400, '/problems/validation-failed']);
    expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it('have names that differ in more than case', async () => {
    const { username } = await person(served, admin, 'viewer');
    const wish = { username: username.toUpperCase(), password: 'a good long password' };
    const { status, problem } = await asAdmin('POST', USERS, { ...wish, role: 'viewer' });
    expect([status, problem.type]).toEqual([409, '/problems/name-taken']);
  });

  it('are not overwritten by somebody who read an older state', async () => {
    const { id } = await person(served, admin, 'viewer');
    const { headers } = await asAdmin('GET', `${USERS}/${id}`);
    const etag = headers.get('etag') ?? '';
    const put = (ifMatch: string, body: object) =>
      served.ask(`${USERS}/${id}`, {
        method: 'PUT',
        headers: {
          ...{ authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
          'if-match': ifMatch,
        },
        body: JSON.stringify(body),
      });
    const first = await put(etag, { role: 'operator' });
    expect(first.status).toBe(200);
    expect(first.headers.get('etag')).not.toBe(etag);
    const second = await put(etag, { role: 'admin' });
    expect([second.status, second.problem.type]).toEqual([412, '/problems/stale-version']);
    expect((await put('"xyzzy"', {})).status).toBe(412);
    expect((await put('*', { role: 'viewer' })).status).toBe(200);
    expect((await put(`W/${etag}, "x,y", "9"`, {})).status).toBe(412);
    const now = (await asAdmin('GET', `${USERS}/${id}`)).headers.get('etag') ?? '';
    expect((await put(`${etag}, "xyzzy" ,${now}`, {})).status).toBe(200);
  });

  it('are read whatever state is expected', async () => {
    const headers = { authorization: `Bearer ${admin}`, 'if-match': 'what is this' };
    expect((await served.ask(`${USERS}/1`, { headers })).status).toBe(200);
  });

  it.each(['role', 'disabled', 'password', 'username'])(
    'cannot be changed to no %s',
    async (member) => {
      const { status, problem } = await asAdmin('PUT', `${USERS}/1`, { [member]: null });
      expect([status, problem.errors?.[0]?.pointer]).toEqual([400, `/${member}`]);
    },
  );

  it.each([
    ['abc', 400],
    ['0', 400],
    ['1e3', 404],
    ['999999', 404],
    ['9007199254740993', 400],
  ])('are not found by the id %s', async (id, status) => {
    expect((await asAdmin('GET', `${USERS}/${id}`)).status).toBe(status);
  });
});

describe('the last active admin', () => {
  it.each([
    ['disabled', 'PUT', { disabled: true }],
    ['demoted', 'PUT', { role: 'operator' }],
    ['deleted', 'DELETE', undefined],
  ])('cannot be %s', async (_, method, body) => {
    const { status, problem } = await asAdmin(method, `${USERS}/1`, body);
    expect([status, problem.type]).toEqual([409, '/problems/last-active-admin']);
    expect(await statusOf(admin)).toBe(200);
  });

  it('stays when two admins demote each other at once', async () => {
    const other = await loggedIn(served, admin, 'admin');
    const [mine, theirs] = await Promise.all([
      served.as(admin)('PUT', `${USERS}/${other.id}`, { role: 'viewer' }),
      served.as(other.token)('PUT', `${USERS}/1`, { role: 'viewer' }),
    ]);
    expect([mine.status, theirs.status].toSorted()).not.toEqual([200, 200]);
    const users = (await served.as(admin)('GET', USERS)).body as { role: string }[];
    // Whoever lost is demoted; put things right for the tests that follow.
    if (!Array.isArray(users)) {
      await served.as(other.token)('PUT', `${USERS}/1`, { role: 'admin' });
      admin = await served.logIn();
    }
    expect((await asAdmin('PUT', `${USERS}/${other.id}`, { role: 'viewer' })).status).toBe(200);
  });
});

describe('a session', () => {
  it.each([
    ['its user is disabled', { disabled: true }],
    ['its user is demoted', { role: 'viewer' }],
    ['its user gets another password', { password: 'chosen by an admin' }],
  ])('loses HTTP and its stream at once when %s', async (_, change) => {
    const who = await loggedIn(served, admin, 'operator');
    const stream = served.stream(who.token);
    await stream.frame(({ type }) => type === 'broker_status');
    expect((await asAdmin('PUT', `${USERS}/${who.id}`, change)).status).toBe(200);
    expect(await statusOf(who.token)).toBe(401);
    expect(await stream.closed()).toBe(4401);
  });

  it('goes on, with more rights at once, when its user is promoted', async () => {
    const who = await loggedIn(served, admin, 'viewer');
    expect((await served.as(who.token)('GET', USERS)).status).toBe(403);
    await asAdmin('PUT', `${USERS}/${who.id}`, { role: 'auditor' });
    expect((await served.as(who.token)('GET', USERS)).status).toBe(200);
  });

  it('ends when its user is deleted', async () => {
    const who = await loggedIn(served, admin, 'viewer');
    const stream = served.stream(who.token);
    await stream.frame(({ type }) => type === 'broker_status');
    await asAdmin('DELETE', `${USERS}/${who.id}`);
    expect(await statusOf(who.token)).toBe(401);
    expect(await stream.closed()).toBe(4401);
  });

  it('is listed with where it came from, and ended by its owner', async () => {
    const who = await loggedIn(served, admin, 'viewer');
    const second = await served.logIn(who.username, who.password);
    const mine = served.as(who.token);
    const { sessions } = (await mine('GET', '/api/v1/auth/sessions')).body as {
      sessions: { id: string; current: boolean; address: string; userAgent: string }[];
    };
    expect(sessions.map(({ current }) => current)).toEqual([false, true]);
    expect(sessions[0]).toMatchObject({ address: '127.0.0.1', userAgent: expect.any(String) });
    const other = sessions[0]?.id ?? '';
    expect((await mine('DELETE', `/api/v1/auth/sessions/${other}`)).status).toBe(204);
    expect(await statusOf(second)).toBe(401);
    expect(await statusOf(who.token)).toBe(200);
    const again = await mine('DELETE', `/api/v1/auth/sessions/${other}`);
    expect(again.problem.type).toBe('/problems/session-not-found');
  });

  it('is not another user’s to end, but an admin’s', async () => {
    const victim = await loggedIn(served, admin, 'viewer');
    const mallory = await loggedIn(served, admin, 'operator');
    const { sessions } = (await asAdmin('GET', `${USERS}/${victim.id}/sessions`)).body as {
      sessions: { id: string }[];
    };
    const path = `sessions/${sessions[0]?.id ?? ''}`;
    expect((await served.as(mallory.token)('DELETE', `/api/v1/auth/${path}`)).status).toBe(404);
    expect(await statusOf(victim.token)).toBe(200);
    expect((await asAdmin('DELETE', `${USERS}/${victim.id}/${path}`)).status).toBe(204);
    expect(await statusOf(victim.token)).toBe(401);
  });

  it('outlives the others when its user says so', async () => {
    const who = await loggedIn(served, admin, 'viewer');
    const second = await served.logIn(who.username, who.password);
    expect((await served.as(who.token)('DELETE', '/api/v1/auth/sessions')).status).toBe(204);
    expect([await statusOf(who.token), await statusOf(second)]).toEqual([200, 401]);
  });
});

describe('a password', () => {
  const change = (token: string, currentPassword: string, newPassword: string) =>
    served.as(token)('PUT', '/api/v1/auth/password', { currentPassword, newPassword });

  it('is changed by its owner, which ends the other sessions', async () => {
    const who = await loggedIn(served, admin, 'viewer');
    const second = await served.logIn(who.username, who.password);
    expect((await change(who.token, who.password, 'a new and long one')).status).toBe(204);
    expect([await statusOf(who.token), await statusOf(second)]).toEqual([200, 401]);
    const { body } = await served.as(who.token)('GET', '/api/v1/auth/me');
    expect(body).toMatchObject({ passwordTemporary: false });
    const old = await served.post('/api/v1/auth/login', who);
    expect(old.status).toBe(400); // `id` is not known there
    const { username } = who;
    const login = (password: string) => served.post('/api/v1/auth/login', { username, password });
    expect((await login(who.password)).status).toBe(401);
    expect((await login('a new and long one')).status).toBe(200);
  });

  it('is not changed without the current one, nor to a bad one', async () => {
    const who = await loggedIn(served, admin, 'viewer');
    const wrong = await change(who.token, 'not the password', 'a new and long one');
    expect([wrong.status, wrong.problem.type]).toEqual([401, '/problems/password-wrong']);
    const bad = await change(who.token, who.password, 'password12345');
    expect(bad.problem.errors).toEqual([
      { pointer: '/newPassword', detail: expect.stringContaining('guessed') },
    ]);
    expect((await change(who.token, who.password, who.password)).status).toBe(400);
    expect(await statusOf(who.token)).toBe(200);
  });

  it('is reset by an admin to a random one that has to be changed', async () => {
    const who = await loggedIn(served, admin, 'viewer');
    const { body } = await asAdmin('POST', `${USERS}/${who.id}/reset-password`, {});
    const { password } = body as { password: string };
    expect(password).toMatch(/^[A-Za-z0-9]{20}$/);
    expect(await statusOf(who.token)).toBe(401);
    const token = await served.logIn(who.username, password);
    const me = await served.as(token)('GET', '/api/v1/auth/me');
    expect(me.body).toMatchObject({ passwordTemporary: true });
  });
});
