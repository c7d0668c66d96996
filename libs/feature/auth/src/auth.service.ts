import { Injectable } from '@nestjs/common';
import { Problem } from '#platform';
import { PasswordHasher } from './password-hasher.js';
import { Sessions } from './sessions.js';
import { AdminUserRepository, type AdminUser } from './store/admin-user.repository.js';

export interface LogIn {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly user: AdminUser;
}

/** Who may use MCM: log-in, log-out, and who one is. */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: AdminUserRepository,
    private readonly hasher: PasswordHasher,
    private readonly sessions: Sessions,
  ) {}

  /** One message and one duration for an unknown, a disabled and a mistaken user. */
  async logIn(username: string, password: string): Promise<LogIn> {
    const user = await this.users.findByName(username.trim());
    const right = await this.hasher.verify(user?.passwordHash, password);
    if (!user || !right || user.disabled) throw new Problem('login-failed');
    return { ...(await this.sessions.open(user)), user };
  }

  logOut(sessionId: string): Promise<void> {
    return this.sessions.end(sessionId);
  }

  async user(id: number): Promise<AdminUser> {
    const user = await this.users.find(id);
    if (!user) throw new Problem('not-authenticated');
    return user;
  }
}
