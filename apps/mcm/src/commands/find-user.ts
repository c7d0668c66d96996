import type { AdminUserDto } from '#feature/auth';
import { StartError } from '../start-error.js';
import type { Ask } from './asking.js';

/** The user of that name. @throws StartError that names those there are */
export async function findUser(ask: Ask, username: string): Promise<AdminUserDto> {
  const users = (await ask('GET', '/api/v1/admin-users')) as readonly AdminUserDto[];
  const user = users.find((one) => one.username.toLowerCase() === username.toLowerCase());
  if (user) return user;
  const names = users.map((one) => one.username).join(', ');
  throw new StartError(`There is no user named ${username}. There are: ${names || 'none'}.`);
}
