import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Notice, Step } from '#domain/alert';
import { BrokerService } from '#feature/broker';
import { Database, Metrics } from '#platform';
import { AlertBoard } from './alert-board.js';
import { firedAs, recordNotice, recordTransitions } from './store/alert-incidents.js';
import type { StoredRule } from './store/alert-rules.js';
import { saveState } from './store/alert-states.js';
import { insertDelivery } from './store/webhook-deliveries.js';
import { allEndpoints } from './store/webhook-endpoints.js';
import { GIVE_UP_AFTER_MS } from './webhook/backoff.js';
import { contentOf } from './webhook/webhook-content.js';
import { WebhookSender } from './webhook/webhook-sender.js';
import { wantedOf, type Tellable } from './webhook/is-wanted.js';

/** What came of one look at a rule. */
export interface Stepped {
  readonly rule: StoredRule;
  readonly step: Step;
}

/** Keeps what came of looking at rules: states, incidents and deliveries together, or none of them. */
@Injectable()
export class AlertRecorder {
  constructor(
    private readonly database: Database,
    private readonly board: AlertBoard,
    private readonly metrics: Metrics,
    private readonly sender: WebhookSender,
    private readonly broker: BrokerService,
  ) {}

  /** In a transaction of its own. */
  async record(stepped: readonly Stepped[], at: number): Promise<void> {
    await this.database.write((tx) => this.write(tx, stepped, at));
  }

  /** In a transaction that does more; {@link tell} follows once it is committed. */
  async write(tx: EntityManager, stepped: readonly Stepped[], at: number): Promise<void> {
    for (const { rule, step } of stepped) {
      await saveState(tx, rule.id, step.state);
      await recordTransitions(tx, rule, step.transitions);
      for (const notice of step.notices) await this.send(tx, rule, notice, at);
    }
  }

  /** Tells those who look on, once the board is as the database. */
  async tell(stepped: readonly Stepped[]): Promise<void> {
    const notices = stepped.flatMap(({ step }) => step.notices);
    for (const { event } of notices) this.metrics.alertNotices.inc({ event });
    this.measure();
    if (stepped.some(({ step }) => step.transitions.length > 0)) {
      this.broker.tell({ type: 'alerts_changed', ...this.board.counts() });
    }
    if (notices.length > 0) await this.sender.wake();
  }

  measure(): void {
    this.metrics.alerts.reset();
    for (const { rule, state } of this.board.all()) {
      for (const { phase } of state.active) {
        this.metrics.alerts.inc({ severity: rule.severity, state: phase });
      }
    }
  }

  private async send(
    tx: EntityManager,
    rule: StoredRule,
    notice: Notice,
    at: number,
  ): Promise<void> {
    await recordNotice(tx, notice, at);
    const { event, instances } = notice;
    const fired = await firedAs(
      tx,
      instances.map(({ incident }) => incident),
    );
    const tellable: Tellable = {
      ...{ ruleId: rule.id, event, instances },
      firedAs: ({ incident, labels }) =>
        fired.get(incident) ?? {
          ...{ severity: rule.severity, labels: { ...rule.labels, ...labels } },
        },
    };
    for (const endpoint of await allEndpoints(tx)) {
      const wanted = wantedOf(endpoint, tellable);
      if (wanted.length === 0) continue;
      await insertDelivery(tx, {
        ...{ id: randomUUID(), endpointId: endpoint.id, at, expiresAt: at + GIVE_UP_AFTER_MS },
        content: contentOf(rule, event, wanted, at),
      });
    }
  }
}
