import { Inject, Injectable } from '@nestjs/common';
import { BrokerService } from '#feature/broker';
import { CLOCK, type Clock } from '#platform';

/** When the draft is changed, and who is told. */
@Injectable()
export class DraftNews {
  constructor(
    private readonly broker: BrokerService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  now(): number {
    return this.clock();
  }

  changed(version: number): void {
    this.broker.tell({ type: 'access_draft_changed', version });
  }
}
