import { atLeast, type Role } from '#contract';
import type { AdminUser, AdminUserUpdate } from '../api/models';

/** A user as somebody is typing it. */
export interface AdminDraft {
  readonly username: string;
  readonly role: Role;
  /** Empty to leave it as it is. */
  readonly password: string;
  readonly disabled: boolean;
}

/** As little as possible, until somebody decides otherwise. */
export const NEW_ADMIN: AdminDraft = {
  username: '',
  role: 'viewer',
  password: '',
  disabled: false,
};

export function draftOf({ username, role, disabled }: AdminUser): AdminDraft {
  return { username, role, disabled, password: '' };
}

const USERNAME = /^[A-Za-z0-9._@-]{1,64}$/;

/** What is wrong with a name; the server says it again if somebody else has it. */
export function usernameFault(username: string): string | undefined {
  if (username === '') return 'Enter a name.';
  return USERNAME.test(username) ? undefined : 'Up to 64 letters, digits or . _ @ -';
}

/** What of the user the draft changes, and nothing else. */
export function updateOf(user: AdminUser, draft: AdminDraft): AdminUserUpdate {
  const { username, role, disabled, password } = draft;
  return {
    ...(username !== user.username && { username }),
    ...(role !== user.role && { role }),
    ...(disabled !== user.disabled && { disabled }),
    ...(password !== '' && { password }),
  };
}

/** Why saving would end the user's sessions, as the end of a sentence; the server ends them in these cases. */
export function endsSessions(user: AdminUser, draft: AdminDraft): string | undefined {
  if (draft.disabled && !user.disabled) return 'they are disabled';
  if (!atLeast(draft.role, user.role)) return 'the role is lower';
  return draft.password === '' ? undefined : 'the password is new';
}
