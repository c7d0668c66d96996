import type { MqttUser } from '../api/models';
import type { IconName } from '../ui/icons';

/** Whether a user can log in to the broker, as it is marked. */
export interface UserState {
  readonly icon: IconName & ('ok' | 'warning' | 'unknown');
  readonly word: string;
  /** What it means. */
  readonly text: string;
}

export function userState({ disabled, hasPassword, unknownToPasswordFile }: MqttUser): UserState {
  if (unknownToPasswordFile) {
    return {
      icon: 'warning',
      word: 'No account',
      text: 'Rules name it, the password_file does not: nobody logs in by this name with a password.',
    };
  }
  if (disabled) {
    return { icon: 'unknown', word: 'Disabled', text: 'Kept with all it has, but may not log in.' };
  }
  if (hasPassword === false) {
    return { icon: 'warning', word: 'No password', text: 'Nobody can log in by this name yet.' };
  }
  return { icon: 'ok', word: 'Active', text: 'May log in with its password.' };
}
