import type { Role } from '#contract';
import { PASSWORD, USERNAME, type Site } from './site.js';

/** A person who is not the first admin. */
export interface Person {
  readonly username: string;
  readonly password: string;
}

interface Asked {
  readonly method?: string;
  readonly body?: object;
  readonly userAgent?: string;
}

/** Asks the API as a program would; the answer, or its status when it has no body. */
export async function ask<T>(
  site: Site,
  path: string,
  token?: string,
  { method = 'GET', body, userAgent }: Asked = {},
): Promise<T> {
  const answer = await fetch(`${site.url}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
      ...(userAgent !== undefined && { 'user-agent': userAgent }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return (text === '' ? answer.status : JSON.parse(text)) as T;
}

/** A session as the server gives it and the console keeps it. */
export interface Session {
  readonly token: string;
  readonly expiresAt: string;
  readonly user: object;
}

/** Logs in without a browser. */
export async function logInAnew(
  site: Site,
  { username, password }: Person,
  userAgent?: string,
): Promise<Session> {
  return ask<Session>(site, '/api/v1/auth/login', undefined, {
    method: 'POST',
    body: { username, password },
    ...(userAgent !== undefined && { userAgent }),
  });
}

const ADMIN: Person = { username: USERNAME, password: PASSWORD };

/** Of each site by user name. A log-in costs the server a second of work, as it should. */
const sessions = new WeakMap<Site, Map<string, Session>>();

/** A session for tests that are not about logging in: the one from before while the server takes it. */
export async function sessionOf(site: Site, person = ADMIN): Promise<Session> {
  const kept = sessions.get(site) ?? new Map<string, Session>();
  sessions.set(site, kept);
  const before = kept.get(person.username);
  if (before) {
    const user = await ask<{ readonly id?: number }>(site, '/api/v1/auth/me', before.token);
    if (user.id !== undefined) return { ...before, user };
  }
  const session = await logInAnew(site, person);
  kept.set(person.username, session);
  return session;
}

export const tokenOf = async (site: Site, person?: Person): Promise<string> =>
  (await sessionOf(site, person)).token;

/** Adds a user who has yet to choose a password; the one to log in with until then. */
export async function addNewcomer(site: Site, username: string, role: Role): Promise<Person> {
  const password = 'given by an admin';
  const body = { username, role, password };
  await ask(site, '/api/v1/admin-users', await tokenOf(site), { method: 'POST', body });
  return { username, password };
}

/** Adds a user whose password is not temporary. */
export async function addPerson(site: Site, username: string, role: Role): Promise<Person> {
  const newcomer = await addNewcomer(site, username, role);
  const password = `words that ${username} chose`;
  const { token } = await logInAnew(site, newcomer);
  const change = { currentPassword: newcomer.password, newPassword: password };
  await ask(site, '/api/v1/auth/password', token, { method: 'PUT', body: change });
  await ask(site, '/api/v1/auth/logout', token, { method: 'POST' });
  return { username, password };
}
