/** What the security log tells, by category, with every reason there is: a bounded set, and a metric's labels. */
export const SECURITY_EVENTS = {
  admin_login_failed: [
    'invalid_credentials',
    'disabled_user',
    'invalid_mfa_challenge',
    'invalid_mfa_code',
    'totp_code_reused',
    'invalid_recovery_code',
  ],
  admin_login_rate_limited: ['ip_lockout', 'username_lockout', 'device_lockout'],
  protected_api_access_failed: ['missing_bearer_token', 'invalid_bearer_token', 'inactive_user'],
  protected_api_access_denied: ['insufficient_role', 'session_required'],
  protected_websocket_access_failed: [
    'missing_bearer_token',
    'invalid_bearer_token',
    'inactive_user',
    'origin_refused',
  ],
  mfa_enabled: ['enrolled'],
  mfa_disabled: ['by_user', 'by_admin'],
  mfa_disable_failed: ['invalid_password'],
  mfa_recovery_code_used: ['login'],
  mfa_setup_failed: ['invalid_password'],
  password_change_failed: ['invalid_password'],
  api_token_failed: ['invalid_password'],
  broker_login_failed: ['not_authorised'],
} as const;

export type SecurityCategory = keyof typeof SECURITY_EVENTS;

export const SECURITY_CATEGORIES = Object.keys(SECURITY_EVENTS) as readonly SecurityCategory[];

export type SecurityReason<C extends SecurityCategory = SecurityCategory> =
  (typeof SECURITY_EVENTS)[C][number];

/** Why a caller is nobody. */
export type AccessFailure = SecurityReason<'protected_api_access_failed'>;
