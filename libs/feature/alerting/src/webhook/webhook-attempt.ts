import { Inject, Injectable } from '@nestjs/common';
import { postWebhook, type WebhookOutcome } from '#link/webhook';
import { CLOCK, CONFIG, Database, Metrics, type Clock, type Config } from '#platform';
import { recordAttempt, type Attempted, type Delivery } from '../store/webhook-deliveries.js';
import type { Endpoint } from '../store/webhook-endpoints.js';
import { backoffDelay } from './backoff.js';
import { signedRequest } from './signing.js';
import { WebhookSecrets } from './webhook-secrets.js';

/** The receiver says that it is gone for good (RFC 9110 section 15.5.11). */
const GONE = 410;

const NO_SECRET: WebhookOutcome = {
  ok: false,
  problem:
    'The signing secret was encrypted with another secret.key than there is now: make a new one.',
};

/** Tries a delivery once, and keeps what came of it. */
@Injectable()
export class WebhookAttempt {
  /** What came of those that could not be kept: by the id of the delivery, at most one for each endpoint. */
  private readonly unkept = new Map<string, Attempted>();

  constructor(
    private readonly database: Database,
    private readonly secrets: WebhookSecrets,
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(delivery: Delivery, endpoint: Endpoint): Promise<void> {
    const attempted =
      this.unkept.get(delivery.id) ?? this.judge(delivery, await this.post(delivery, endpoint));
    // While the disk is full, a receiver does not get the same once a second.
    this.unkept.set(delivery.id, attempted);
    await this.database.write((tx) => recordAttempt(tx, delivery.id, attempted));
    this.unkept.delete(delivery.id);
    const result = attempted.state === 'queued' ? 'retried' : attempted.state;
    this.metrics.webhookDeliveries.inc({ result });
  }

  private post(delivery: Delivery, endpoint: Endpoint): Promise<WebhookOutcome> {
    const secret = this.secrets.open(endpoint);
    if (secret === undefined) return Promise.resolve(NO_SECRET);
    const { timeout, allowLoopback } = this.config.alerting;
    const signed = signedRequest(delivery, secret, this.clock());
    return postWebhook({ url: endpoint.url, ...signed, timeout, allowLoopback });
  }

  private judge({ attempts, expiresAt }: Delivery, outcome: WebhookOutcome): Attempted {
    const at = this.clock();
    if (outcome.ok) {
      const { status, answer } = outcome;
      return { state: 'delivered', at, nextAttemptAt: at, status, response: answer };
    }
    const { problem, status, answer } = outcome;
    const isOver = status === GONE || at >= expiresAt;
    return {
      state: isOver ? 'given_up' : 'queued',
      at,
      nextAttemptAt: at + backoffDelay(attempts + 1, Math.random()),
      error: problem,
      ...(status !== undefined && { status }),
      ...(answer !== undefined && { response: answer }),
    };
  }
}
