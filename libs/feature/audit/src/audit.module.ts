import { Global, Module } from '@nestjs/common';
import { AUDIT_SINK } from '#platform';
import { AuditController } from './api/audit.controller.js';
import { SecurityController } from './api/security.controller.js';
import { AuditKeeper } from './audit-keeper.js';
import { AuditReader } from './audit-reader.js';
import { AuditService } from './audit.service.js';
import { AuditTrail } from './audit-trail.js';
import { Exports } from './export/exports.js';
import { SecurityLog } from './security-log.js';
import { SecurityReader } from './security-reader.js';

/** What was done, and what was tried. Global, since `#platform` tells it of every request ({@link AUDIT_SINK}). */
@Global()
@Module({
  controllers: [AuditController, SecurityController],
  providers: [
    ...[AuditService, AuditTrail, AuditReader, AuditKeeper],
    ...[SecurityLog, SecurityReader, Exports],
    { provide: AUDIT_SINK, useExisting: AuditService },
  ],
  exports: [AUDIT_SINK, AuditReader, SecurityReader],
})
export class AuditModule {}
