import { whyNoUsername } from '#domain/change';
import type { MqttUser, MqttUserRequest, MqttUserUpdate } from '../api/models';

/** A user as somebody is filling it in. */
export interface UserDraft {
  readonly username: string;
  readonly password: PasswordChoice;
  readonly roles: readonly string[];
  readonly disabled: boolean;
}

/** Who makes a password: MCM, which tells it once, or whoever fills in the form. */
export interface PasswordChoice {
  readonly by: 'mcm' | 'person';
  readonly given: string;
}

export const MADE: PasswordChoice = { by: 'mcm', given: '' };

export const NEW_USER: UserDraft = { username: '', password: MADE, roles: [], disabled: false };

export function draftOf({ username, roles, disabled }: MqttUser): UserDraft {
  return { username, roles, disabled, password: MADE };
}

/** What is wrong with a name; the server says it again if somebody has it. */
export function nameFault(username: string): string | undefined {
  return username === '' ? 'Enter a name.' : whyNoUsername(username);
}

/** Bytes that MCM takes; the broker would take more. */
const LONGEST_PASSWORD = 1_024;

export function passwordFault({ by, given }: PasswordChoice): string | undefined {
  if (by === 'mcm') return undefined;
  if (given === '') return 'Enter a password, or have MCM make one.';
  return given.length > LONGEST_PASSWORD
    ? 'A password can be at most 1,024 characters long.'
    : undefined;
}

/** The password as a request has it: left out, MCM makes one. */
export function passwordOf({ by, given }: PasswordChoice): { readonly password?: string } {
  return by === 'mcm' ? {} : { password: given };
}

export function requestOf({ username, password, roles, disabled }: UserDraft): MqttUserRequest {
  return { username, roles: [...roles], disabled, ...passwordOf(password) };
}

/** What of the user the draft changes, and nothing else. */
export function updateOf(user: MqttUser, { roles, disabled }: UserDraft): MqttUserUpdate {
  return {
    ...(JSON.stringify(roles) !== JSON.stringify(user.roles) && { roles: [...roles] }),
    ...(disabled !== user.disabled && { disabled }),
  };
}
