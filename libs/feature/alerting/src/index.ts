export { AlertEvaluator } from './alert-evaluator.js';
export { AlertingModule } from './alerting.module.js';
export { abandonDeliveries } from './store/webhook-deliveries.js';
export { WEBHOOK_SCHEMA } from './webhook/body-schema.js';
export { WebhookSender } from './webhook/webhook-sender.js';
