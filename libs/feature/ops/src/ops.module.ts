import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { BrokerModule } from '#feature/broker';
import { BackupsController } from './api/backups.controller.js';
import { DiagnosticsController } from './api/diagnostics.controller.js';
import { DocumentsController } from './api/documents.controller.js';
import { HealthController } from './api/health.controller.js';
import { MetricsController } from './api/metrics.controller.js';
import { BackupSchedule } from './backup/backup-schedule.js';
import { Backups } from './backup/backups.js';
import { DiagnosticsService } from './diagnostics.service.js';

/** What keeps MCM running: health, figures, diagnostics, documents, backups. Stands above all other features. */
@Module({
  imports: [TerminusModule, BrokerModule],
  controllers: [
    HealthController,
    MetricsController,
    DocumentsController,
    DiagnosticsController,
    BackupsController,
  ],
  providers: [DiagnosticsService, Backups, BackupSchedule],
})
export class OpsModule {}
