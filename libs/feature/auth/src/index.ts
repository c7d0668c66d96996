import { AdminUserRow } from './store/admin-user.row.js';
import { ApiTokenRow } from './store/api-token.row.js';
import { FailedLoginRow } from './store/failed-login.row.js';
import { RecoveryCodeRow } from './store/recovery-code.row.js';
import { SessionRow } from './store/session.row.js';

export { AuthModule } from './auth.module.js';
export type { AdminUserDto } from './api/admin-user.dto.js';
export { endAllSessions } from './store/end-all-sessions.js';
export { FirstAdmin } from './first-admin.js';
export { SessionRow };

/** The rows of this feature. */
export const AUTH_ROWS = [AdminUserRow, ApiTokenRow, FailedLoginRow, RecoveryCodeRow, SessionRow];
