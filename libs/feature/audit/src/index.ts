export { AuditModule } from './audit.module.js';
export { AuditReader } from './audit-reader.js';
export { readBody } from './entry-body.js';
export { SecurityReader } from './security-reader.js';
export { macOf } from './trail-mac.js';
export { verifyTrail, type VerifyOptions } from './verify-trail.js';
