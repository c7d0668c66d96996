import type { WebhookDeliveryDetail } from '../api/models';

/** What the last attempt said, as far as it is kept: the first one's before there was any. */
export interface DeliveryRequest {
  readonly headers: readonly string[];
  readonly body: string;
}

/** The request of a delivery: its body as JSON, and the headers that say what it is. */
export function requestOf(delivery: WebhookDeliveryDetail): DeliveryRequest {
  const { id, type, content, lastAttemptAt } = delivery;
  const timestamp =
    lastAttemptAt === undefined ? undefined : Math.floor(Date.parse(lastAttemptAt) / 1_000);
  const time = timestamp === undefined ? {} : { timestamp };
  return {
    headers: [
      'Content-Type: application/json',
      `X-MCM-Event: ${type}`,
      `X-MCM-Delivery: ${id}`,
      ...(timestamp === undefined ? [] : [`X-MCM-Timestamp: ${timestamp}`]),
      'X-MCM-Signature: sha256=…',
    ],
    body: JSON.stringify({ version: 1, id, ...time, ...content }, undefined, 2),
  };
}
