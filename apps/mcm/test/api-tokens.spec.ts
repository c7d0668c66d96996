import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '#platform';
import { until } from '#testing';
import { loggedIn } from './people.js';
import { PASSWORD, serve, type Served } from './served.js';
import { MINUTE, TestClock } from './test-clock.js';

const DAY = 24 * 60 * MINUTE;
const clock = new TestClock();
let served: Served;
let admin: string;
beforeAll(async () => {
  served = await serve({ clock: clock.read });
  admin = await served.logIn();
});
afterAll(() => served.stop());

const TOKENS = '/api/v1/auth/tokens';
const at = (fromNow: number) => new Date(clock.read() + fromNow).toISOString();
const wish = ({ password }: { password: string }, name: string, role = 'viewer') => ({
  ...{ name, role, password },
  expiresAt: at(30 * DAY),
});
const ADMIN = { password: PASSWORD };

async function made(who: { token: string; password: string }, name: string, role?: string) {
  const { body } = await served.as(who.token)('POST', TOKENS, wish(who, name, role));
  return body as { id: number; token: string };
}

describe('an API token', () => {
  it('is shown once, and usable wherever a session is', async () => {
    const who = await loggedIn(served, admin, 'auditor');
    const { body, status } = await served.as(who.token)('POST', TOKENS, wish(who, 'ci', 'auditor'));
    const { token, ...rest } = body as { token: string; id: number };
    expect(status).toBe(201);
    expect(token).toMatch(/^mcm_[\w-]{43}$/);
    const { body: list } = await served.as(who.token)('GET', TOKENS);
    expect(list).toEqual({ tokens: [rest] });

    const me = await served.as(token)('GET', '/api/v1/auth/me');
    expect(me.body).toMatchObject({ id: who.id, username: who.username });
    expect((await served.as(token)('GET', '/api/v1/admin-users')).status).toBe(200);
    const stream = served.stream(token);
    await stream.frame(({ type }) => type === 'broker_status');
    stream.socket.close();
  });

  it('may do no more than its role, and no more than its user', async () => {
    const who = await loggedIn(served, admin, 'auditor');
    const small = await made(who, 'small', 'viewer');
    expect((await served.as(small.token)('GET', '/api/v1/admin-users')).status).toBe(403);
    const tooMuch = await served.as(who.token)('POST', TOKENS, wish(who, 'big', 'admin'));
    expect([tooMuch.status, tooMuch.problem.errors?.[0]?.pointer]).toEqual([400, '/role']);

    const whole = await made(who, 'whole', 'auditor');
    await served.as(admin)('PUT', `/api/v1/admin-users/${who.id}`, { role: 'viewer' });
    expect((await served.as(whole.token)('GET', '/api/v1/admin-users')).status).toBe(403);
    expect((await served.as(whole.token)('GET', '/api/v1/auth/me')).status).toBe(200);
  });

  it('cannot manage identities', async () => {
    const { token } = await made({ token: admin, ...ADMIN }, 'identities', 'admin');
    const { status, problem } = await served.as(token)('POST', '/api/v1/admin-users', {
      username: 'backdoor',
      password: 'a good long password',
      role: 'admin',
    });
    expect([status, problem.type]).toEqual([403, '/problems/session-required']);
    expect((await served.as(token)('POST', TOKENS, wish(ADMIN, 'another'))).status).toBe(403);
    expect((await served.as(token)('GET', '/api/v1/admin-users')).status).toBe(200);
  });

  it('ends when it says, when it is revoked, and with its user; its stream as well', async () => {
    const who = await loggedIn(served, admin, 'viewer');
    const statusOf = async (token: string) =>
      (await served.as(token)('GET', '/api/v1/auth/me')).status;
    const revoked = await made(who, 'revoked');
    const kept = await made(who, 'kept');
    const [one, other] = [served.stream(revoked.token), served.stream(kept.token)];
    await one.frame(({ type }) => type === 'broker_status');
    await other.frame(({ type }) => type === 'broker_status');

    const path = `${TOKENS}/${revoked.id}`;
    expect((await served.as(who.token)('DELETE', path)).status).toBe(204);
    expect([await statusOf(revoked.token), await one.closed()]).toEqual([401, 4401]);
    expect((await served.as(who.token)('DELETE', path)).status).toBe(404);
    expect(await statusOf(kept.token)).toBe(200);

    await served.as(admin)('PUT', `/api/v1/admin-users/${who.id}`, { disabled: true });
    expect([await statusOf(kept.token), await other.closed()]).toEqual([401, 4401]);
    await served.as(admin)('PUT', `/api/v1/admin-users/${who.id}`, { disabled: false });
    expect(await statusOf(kept.token)).toBe(200);
    clock.advance(31 * DAY);
    expect(await statusOf(kept.token)).toBe(401);
    admin = await served.logIn();
  });

  it('is seen and revoked by an admin', async () => {
    const who = await loggedIn(served, admin, 'viewer');
    const { id, token } = await made(who, 'theirs');
    const path = `/api/v1/admin-users/${who.id}/tokens`;
    const { body } = await served.as(admin)('GET', path);
    expect(body).toMatchObject({ tokens: [{ id, name: 'theirs' }] });
    expect((await served.as(admin)('DELETE', `${path}/${id}`)).status).toBe(204);
    expect((await served.as(token)('GET', '/api/v1/auth/me')).status).toBe(401);
  });

  it.each([
    ['a name that is taken', { name: 'taken' }, 409],
    ['no name', { name: '' }, 400],
    ['a wrong password', { password: 'not the password' }, 401],
    ['no password', { password: undefined }, 400],
    ['a control character in its name', { name: 'a\u0000b' }, 400],
    ['an end that is past', { expiresAt: at(-1000) }, 400],
    ['an end that is too far', { expiresAt: at(800 * DAY) }, 400],
    ['an end that is no time', { expiresAt: 'tomorrow' }, 400],
    ['an end in a week', { expiresAt: '2026-W48-3T08:00:00Z' }, 400],
    ['an end without a zone', { expiresAt: at(300 * DAY).replace('Z', '') }, 400],
    ['an end on a day that does not exist', { expiresAt: '2027-02-30T08:00:00Z' }, 400],
  ])('is not made with %s', async (_, fault, status) => {
    const who = await loggedIn(served, admin, 'viewer');
    await made(who, 'taken');
    const answer = await served.as(who.token)('POST', TOKENS, { ...wish(who, 'new'), ...fault });
    expect(answer.status).toBe(status);
  });

  it('goes with the password that is reset: whoever made it with the old one is out for good', async () => {
    const who = await loggedIn(served, admin, 'viewer');
    const { token } = await made(who, 'kept by a thief');
    const path = `/api/v1/admin-users/${who.id}/reset-password`;
    expect((await served.as(admin)('POST', path, {})).status).toBe(200);
    expect((await served.as(token)('GET', '/api/v1/auth/me')).status).toBe(401);
  });

  it('says of itself what it may do', async () => {
    const { token } = await made({ token: admin, ...ADMIN }, 'small', 'viewer');
    const { body } = await served.as(token)('GET', '/api/v1/auth/me');
    expect(body).toMatchObject({ username: 'admin', role: 'viewer' });
  });

  it('is stored as a hash, and its last use is told', async () => {
    const who = await loggedIn(served, admin, 'viewer');
    const { token } = await made(who, 'hashed');
    const rows = await served.app.get(Database).read.query<object[]>('SELECT * FROM api_tokens');
    expect(JSON.stringify(rows)).not.toContain(token.slice(4));
    await served.as(token)('GET', '/api/v1/auth/me');
    const { body } = await served.as(who.token)('GET', TOKENS);
    expect(body).toMatchObject({ tokens: [{ lastUsedAt: new Date(clock.read()).toISOString() }] });
    expect(served.log()).not.toContain(token);
  });
});

it('the last uses of sessions and tokens are on the disk after the stop', async () => {
  const other = await serve({ clock: clock.read });
  const token = await other.logIn();
  const { body } = await other.as(token)('POST', TOKENS, wish(ADMIN, 'used'));
  await other.as((body as { token: string }).token)('GET', '/api/v1/auth/me');
  const database = other.app.get(Database);
  const uses = async () => [
    ...(await database.read.query<{ at: number }[]>('SELECT last_used_at AS at FROM sessions')),
    ...(await database.read.query<{ at: number }[]>('SELECT last_used_at AS at FROM api_tokens')),
  ];
  expect((await uses()).map(({ at: used }) => used)).toEqual([null, null]);
  await other.app.close();
  await until(async () => (await uses()).every(({ at: used }) => used === clock.read()));
  await other.stop();
});
