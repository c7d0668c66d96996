import type { Role } from '#contract';
import type { Served } from './served.js';

/** Somebody who may use MCM, and what this somebody knows. */
export interface Person {
  readonly id: number;
  readonly username: string;
  readonly password: string;
}

let count = 0;

/** Has the admin of `token` make a user with `role`. */
export async function person(served: Served, token: string, role: Role): Promise<Person> {
  count += 1;
  const username = `${role}-${count}`;
  const password = `a password of ${username}`;
  const wish = { username, password, role };
  const { body } = await served.as(token)('POST', '/api/v1/admin-users', wish);
  return { id: (body as { id: number }).id, username, password };
}

/** Makes a user with `role` and logs it in. */
export async function loggedIn(served: Served, token: string, role: Role) {
  const who = await person(served, token, role);
  return { ...who, token: await served.logIn(who.username, who.password) };
}
