export { postWebhook, type WebhookOutcome } from './post-webhook.js';
export { urlProblem } from './webhook-url.js';
