export { AuditModule } from './audit.module.js';
export { macOf } from './trail-mac.js';
export { verifyTrail, type VerifyOptions } from './verify-trail.js';
