import { Injectable, Logger } from '@nestjs/common';
import type { ApplyStep } from '#contract';
import { BrokerService } from '#feature/broker';
import { DraftNews } from '../edit/draft-news.js';
import type { StoredApply } from '../store/access-applies.js';
import { AccessDrift } from './access-drift.js';
import { ApplyOutcomes } from './apply-outcomes.js';

/** Tells how far a change has come: those who look on, the log and the audit trail. */
@Injectable()
export class ApplyNews {
  private readonly logger = new Logger('Access');

  constructor(
    private readonly broker: BrokerService,
    private readonly drafts: DraftNews,
    private readonly drift: AccessDrift,
    private readonly outcomes: ApplyOutcomes,
  ) {}

  step({ number, state }: StoredApply, step: ApplyStep): void {
    this.broker.tell({ type: 'access_apply', number, state, step });
  }

  /** Never throws: it has ended, whether everybody has heard of it or not. */
  async ended(apply: StoredApply, draftVersion: () => Promise<number>): Promise<void> {
    const { number, state, outcome = `Revision ${apply.number} has ended.` } = apply;
    if (state === 'committed') this.logger.log(outcome);
    else this.logger.warn(outcome);
    this.step(apply, 'commit');
    if (state === 'committed') this.broker.tell({ type: 'access_changed', revision: number });
    await this.outcomes.tell();
    if (state === 'committed') {
      await this.attempt('The draft', async () => this.drafts.changed(await draftVersion()));
    }
    await this.attempt('The drift', () => this.drift.refresh());
  }

  private async attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // The database may fail, the files or the broker may be gone just now: whoever asks is told then.
      this.logger.warn(`${what} could not be brought up to date: ${String(error)}`);
    }
  }
}
