import { Module } from '@nestjs/common';
import { AclModule } from '#feature/acl';
import { BrokerModule } from '#feature/broker';
import { SchemasModule } from '#feature/schemas';
import { SparkplugModule } from '#feature/sparkplug';
import { AlertBoard } from './alert-board.js';
import { AlertEvaluator } from './alert-evaluator.js';
import { AlertRecorder } from './alert-recorder.js';
import { AlertRulesService } from './alert-rules.service.js';
import { AlertWindowsService } from './alert-windows.service.js';
import { AlertingKeeper } from './alerting-keeper.js';
import { AlertsService } from './alerts.service.js';
import { AlertRulesController } from './api/alert-rules.controller.js';
import { AlertWindowsController } from './api/alert-windows.controller.js';
import { AlertsController } from './api/alerts.controller.js';
import { WebhookDeliveriesController } from './api/webhook-deliveries.controller.js';
import { WebhooksController } from './api/webhooks.controller.js';
import { AlertReadings } from './read/alert-readings.js';
import { BrokerCertificate } from './read/broker-certificate.js';
import { BrokerReader } from './read/broker-reader.js';
import { HostReader } from './read/host-reader.js';
import { PayloadReader } from './read/payload-reader.js';
import { TopicReader } from './read/topic-reader.js';
import { TopicSelection } from './read/topic-selection.js';
import { TrustReader } from './read/trust-reader.js';
import { AlertReplays } from './replay/alert-replays.js';
import { BrokerRecords } from './replay/broker-records.js';
import { FigureHistory } from './replay/figure-history.js';
import { PayloadRecords } from './replay/payload-records.js';
import { Records } from './replay/records.js';
import { TopicRecords } from './replay/topic-records.js';
import { TrustRecords } from './replay/trust-records.js';
import { WebhookAttempt } from './webhook/webhook-attempt.js';
import { WebhookDeliveriesService } from './webhook/webhook-deliveries.service.js';
import { WebhookSecrets } from './webhook/webhook-secrets.js';
import { WebhookSender } from './webhook/webhook-sender.js';
import { WebhooksService } from './webhook/webhooks.service.js';

/** Who is told when something is wrong. */
@Module({
  imports: [BrokerModule, AclModule, SchemasModule, SparkplugModule],
  controllers: [
    ...[AlertsController, AlertRulesController, AlertWindowsController],
    ...[WebhookDeliveriesController, WebhooksController],
  ],
  providers: [
    ...[AlertBoard, AlertEvaluator, AlertRecorder, AlertingKeeper],
    ...[AlertsService, AlertRulesService, AlertWindowsService],
    ...[AlertReadings, BrokerReader, BrokerCertificate, TopicReader, TopicSelection],
    ...[PayloadReader, TrustReader, HostReader],
    ...[AlertReplays, FigureHistory],
    ...[Records, BrokerRecords, TopicRecords, PayloadRecords, TrustRecords],
    ...[WebhooksService, WebhookDeliveriesService, WebhookSecrets, WebhookAttempt, WebhookSender],
  ],
})
export class AlertingModule {}
