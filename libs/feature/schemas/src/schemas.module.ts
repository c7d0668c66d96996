import { Module } from '@nestjs/common';
import { BrokerModule } from '#feature/broker';
import { JsonSchemaTrialsController } from './api/json-schema-trials.controller.js';
import { JsonSchemasController } from './api/json-schemas.controller.js';
import { LiveSchemas } from './live-schemas.js';
import { RecordedMessages } from './recorded-messages.js';
import { SchemaMetrics } from './schema-metrics.js';
import { SchemaNews } from './schema-news.js';
import { SchemaTrials } from './schema-trials.js';
import { SchemasService } from './schemas.service.js';
import { JsonSchemaRepository } from './store/json-schema.repository.js';

/** What payloads must look like, and which do not. Other features ask through {@link SchemasService} only. */
@Module({
  imports: [BrokerModule],
  controllers: [JsonSchemaTrialsController, JsonSchemasController],
  providers: [
    JsonSchemaRepository,
    LiveSchemas,
    RecordedMessages,
    SchemaMetrics,
    SchemaNews,
    SchemaTrials,
    SchemasService,
  ],
  exports: [SchemasService],
})
export class SchemasModule {}
