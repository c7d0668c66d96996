import type { SecurityCategory, SecurityReason } from '#contract';
import type { IconName } from '../ui/icons';

interface CategoryWords {
  readonly words: string;
  readonly mark: IconName & ('ok' | 'info' | 'warning' | 'fault');
}

/** What happened, in words, and how grave it is. */
export const CATEGORIES: Readonly<Record<SecurityCategory, CategoryWords>> = {
  admin_login_failed: { words: 'Log-in failed', mark: 'warning' },
  admin_login_rate_limited: { words: 'Log-in locked', mark: 'fault' },
  protected_api_access_failed: { words: 'Request without log-in', mark: 'warning' },
  protected_api_access_denied: { words: 'Request denied', mark: 'warning' },
  protected_websocket_access_failed: { words: 'Live view refused', mark: 'warning' },
  mfa_enabled: { words: 'Second factor turned on', mark: 'ok' },
  mfa_disabled: { words: 'Second factor turned off', mark: 'warning' },
  mfa_disable_failed: { words: 'Second factor not turned off', mark: 'warning' },
  mfa_setup_failed: { words: 'Second factor not set up', mark: 'warning' },
  mfa_recovery_code_used: { words: 'Recovery code used', mark: 'info' },
  password_change_failed: { words: 'Password change failed', mark: 'warning' },
  api_token_failed: { words: 'API token not made', mark: 'warning' },
  broker_login_failed: { words: 'Broker log-in failed', mark: 'warning' },
};

/** Why, in words. */
export const REASONS: Readonly<Record<SecurityReason, string>> = {
  invalid_credentials: 'Wrong user name or password',
  disabled_user: 'The user is disabled',
  invalid_mfa_challenge: 'The second step came too late, too often or twice',
  invalid_mfa_code: 'Wrong code',
  totp_code_reused: 'A code was used a second time',
  invalid_recovery_code: 'Wrong recovery code',
  ip_lockout: 'Too many failures from this address',
  username_lockout: 'Too many failures for this name',
  device_lockout: 'Too many failures from this browser',
  missing_bearer_token: 'No token',
  invalid_bearer_token: 'The token is expired, revoked or made up',
  inactive_user: 'The user is disabled or deleted',
  insufficient_role: 'The role is too low',
  session_required: 'An API token cannot do this',
  origin_refused: 'Asked by a page of another origin',
  enrolled: 'Set up by the user',
  by_user: 'By the user',
  by_admin: 'By an administrator',
  invalid_password: 'Wrong password',
  login: 'To log in',
  not_authorised: 'Not authorised',
};

/** A category in words; one that this console does not know yet goes by its name. */
export function categoryWords(category: string): CategoryWords {
  const known: Readonly<Record<string, CategoryWords>> = CATEGORIES;
  return known[category] ?? { words: category, mark: 'warning' };
}

export function reasonWords(reason: string): string {
  const known: Readonly<Record<string, string>> = REASONS;
  return known[reason] ?? reason;
}
