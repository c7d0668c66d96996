export { AuditModule } from './audit.module.js';
export { AuditReader } from './audit-reader.js';
export { readBody } from './entry-body.js';
export { recordInto, type TrailPlace } from './record-into.js';
export { SecurityReader } from './security-reader.js';
export { trailEnd, type TrailEnd } from './trail-end.js';
export { macOf } from './trail-mac.js';
export { verifyTrail, type VerifyOptions } from './verify-trail.js';
