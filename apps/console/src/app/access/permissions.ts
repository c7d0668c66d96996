import type { Permission } from '../api/models';

/** What a rule gives, as it is written, and what that means. */
export const PERMISSION_WORDS: Readonly<Record<Permission, string>> = {
  read: 'Receive what is published there.',
  write: 'Publish there.',
  readwrite: 'Publish there, and receive.',
  deny: 'Neither. Tried before whatever is given to the same user or role.',
};
