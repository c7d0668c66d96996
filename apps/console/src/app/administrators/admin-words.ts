import type { Role } from '#contract';
import type { AdminUser } from '../api/models';
import type { IconName } from '../ui/icons';
import { shortTime } from '../ui/formats';

/** What each role may do, in one line. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  viewer: 'Sees the broker: overview, topics and live log. Changes nothing.',
  auditor: 'Also reads audit trail, security log and administrators. Changes nothing.',
  operator: 'As an auditor. For acting on the broker, which MCM does not do yet.',
  admin: 'May do everything, also add, change and delete administrators.',
};

/** Whether somebody can log in, as it is marked. */
export interface AdminState {
  readonly icon: IconName & ('ok' | 'warning' | 'unknown');
  readonly word: string;
  /** How long it lasts, if that is known: `until 14:35`. */
  readonly until?: string;
  /** What it means. */
  readonly text: string;
}

/** `now` by the server's clock. */
export function adminState({ disabled, lockedUntil }: AdminUser, now: number): AdminState {
  if (disabled) {
    return { icon: 'unknown', word: 'Disabled', text: 'Cannot log in until somebody enables it.' };
  }
  const until = lockedUntil === undefined ? 0 : Date.parse(lockedUntil);
  if (until > now) {
    return {
      icon: 'warning',
      word: 'Locked',
      until: `until ${shortTime(until)}`,
      text: 'Too many log-ins failed. Browsers that were used before can still log in.',
    };
  }
  return { icon: 'ok', word: 'Active', text: 'Can log in.' };
}

/** The one admin that is left and not disabled, if there is only one. */
export function lastActiveAdmin(users: readonly AdminUser[]): AdminUser | undefined {
  const [only, ...others] = users.filter(({ role, disabled }) => role === 'admin' && !disabled);
  return others.length === 0 ? only : undefined;
}

export const OWN_ACCOUNT = 'This is you: change it on your account page, with your password.';

export const LAST_ADMIN = 'The last active admin has to stay. Make somebody else an admin first.';
