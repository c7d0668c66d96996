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

/** Logs in without a browser; the token. */
export async function tokenOf(
  site: Site,
  { username, password }: Person = { username: USERNAME, password: PASSWORD },
  userAgent?: string,
): Promise<string> {
  const { token } = await ask<{ token: string }>(site, '/api/v1/auth/login', undefined, {
    method: 'POST',
    body: { username, password },
    ...(userAgent !== undefined && { userAgent }),
  });
  return token;
}

/** Adds a user whose password is not temporary. */
export async function addPerson(site: Site, username: string, role: Role): Promise<Person> {
  const [given, password] = ['given by an admin', `words that ${username} chose`];
  const body = { username, role, password: given };
  await ask(site, '/api/v1/admin-users', await tokenOf(site), { method: 'POST', body });
  const token = await tokenOf(site, { username, password: given });
  const change = { currentPassword: given, newPassword: password };
  await ask(site, '/api/v1/auth/password', token, { method: 'PUT', body: change });
  await ask(site, '/api/v1/auth/logout', token, { method: 'POST' });
  return { username, password };
}
