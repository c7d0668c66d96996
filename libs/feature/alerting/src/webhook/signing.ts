import { createHmac, randomBytes } from 'node:crypto';
import type { WebhookBody } from '#contract';
import { Secret } from '#platform';
import type { Delivery } from '../store/webhook-deliveries.js';

/** The request of one attempt: the bytes of its body, and the headers that say what they are. */
export interface SignedRequest {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** A secret that nobody has guessed: 32 random bytes, base64url. */
export const newSecret = (): Secret => new Secret(randomBytes(32).toString('base64url'));

/** The body as of now, since it holds the time, and the signature over its very bytes. */
export function signedRequest(
  { id, content }: Pick<Delivery, 'id' | 'content'>,
  secret: Secret,
  at: number,
): SignedRequest {
  const seconds = Math.floor(at / 1_000);
  const told: WebhookBody = { version: 1, id, timestamp: seconds, ...content };
  const body = Buffer.from(JSON.stringify(told));
  const signature = createHmac('sha256', secret.reveal()).update(body).digest('hex');
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'mcm-webhook-alerts',
      'x-mcm-event': content.type,
      'x-mcm-delivery': id,
      'x-mcm-timestamp': String(seconds),
      'x-mcm-signature': `sha256=${signature}`,
    },
  };
}
