import { AlertEvaluator, WebhookSender } from '#feature/alerting';
import { until } from '#testing';
import type { Answer, Served } from './served.js';
import { MINUTE, type TestClock } from './test-clock.js';

const BACKOFF_MS = 60_000;

/** MCM with alerts, asked by an admin, whose time goes on only when a test lets it. */
export class AlertWatch {
  readonly ask: (method: string, path: string, body?: unknown) => Promise<Answer>;

  constructor(
    readonly served: Served,
    token: string,
    private readonly clock: TestClock,
  ) {
    this.ask = (method, path, body) => served.as(token)(method, `/api/v1/${path}`, body);
  }

  /** Asks for what has to succeed. */
  async got<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.ask(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  }

  rule(wish: object): Promise<{ readonly id: number; readonly name: string }> {
    return this.got('POST', 'alert-rules', { name: 'Rule', severity: 'warning', ...wish });
  }

  webhook(
    url: string,
    rest: object = {},
  ): Promise<{ readonly id: number; readonly secret: string }> {
    return this.got('POST', 'webhooks', { name: `Hook ${url}`, url, ...rest });
  }

  /** Time passes, and all rules are looked at. */
  async look(milliseconds: number): Promise<void> {
    this.clock.advance(milliseconds);
    await this.served.app.get(AlertEvaluator).evaluate();
  }

  /** The same, and what is due is sent and answered. */
  async pass(milliseconds: number): Promise<void> {
    await this.look(milliseconds);
    await this.served.app.get(WebhookSender).settle();
  }

  /** Time passes until nothing waits to be sent. */
  async settled(): Promise<void> {
    for (let hours = 0; hours < 30; hours++) {
      await this.served.app.get(WebhookSender).settle();
      const { deliveries } = await this.got<{ deliveries: unknown[] }>(
        'GET',
        'webhooks/deliveries?state=queued&limit=1',
      );
      if (deliveries.length === 0) return;
      this.clock.advance(90 * MINUTE);
    }
    throw new Error('something waits to be sent for more than a day');
  }

  /** MCM sees the broker so: its attempts to connect come up to half a minute apart. */
  async broker(status: 'connected' | 'disconnected'): Promise<void> {
    const seen = async () => {
      const { body } = await this.served.ask('/readyz');
      return (body as { broker: string }).broker;
    };
    await until(
      async () => ((await seen()) === 'connected') === (status === 'connected'),
      () => `the broker is not ${status}`,
      BACKOFF_MS,
    );
  }

  /** The last value of a topic is this. */
  async sees(topic: string, payload: string): Promise<void> {
    await until(async () => {
      const found = await this.got<{ topics: { payloadPreview?: string }[] }>(
        'GET',
        `topics?filter=${encodeURIComponent(topic)}`,
      );
      return found.topics[0]?.payloadPreview === payload;
    });
  }
}
