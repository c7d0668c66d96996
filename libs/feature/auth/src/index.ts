export { AuthModule } from './auth.module.js';
export { FirstAdmin } from './first-admin.js';
export { AdminUserRow } from './store/admin-user.row.js';
export { SessionRow } from './store/session.row.js';
