import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { BrokerModule } from '#feature/broker';
import { DocumentsController } from './api/documents.controller.js';
import { HealthController } from './api/health.controller.js';
import { MetricsController } from './api/metrics.controller.js';

/** What keeps MCM running: health, figures, documents. Stands above all other features. */
@Module({
  imports: [TerminusModule, BrokerModule],
  controllers: [HealthController, MetricsController, DocumentsController],
})
export class OpsModule {}
