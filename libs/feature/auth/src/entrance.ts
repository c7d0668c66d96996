import type { AdminUser } from './admin-user.js';
import type { CodeKind } from './second-factor.js';

/** A log-in that is done. Times are milliseconds since 1970. */
export interface Entrance {
  readonly token: string;
  readonly expiresAt: number;
  readonly user: AdminUser;
  readonly sessionId: string;
  readonly by: 'password' | CodeKind;
}

/** The first half of a log-in whose user has a second factor. */
export interface HalfWay {
  readonly challenge: string;
  readonly expiresAt: number;
}
