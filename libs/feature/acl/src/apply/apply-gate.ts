import { Injectable } from '@nestjs/common';
import { Problem } from '#platform';

/** Keeps two changes from being made at once, and the draft as it is while it is applied. */
@Injectable()
export class ApplyGate {
  private isClosed = false;

  /** @throws Problem `apply-running` */
  requireOpen(): void {
    if (!this.isClosed) return;
    throw new Problem(
      'apply-running',
      'A change of access is on its way to the broker: wait until it has ended.',
    );
  }

  /** @throws Problem `apply-running` */
  close(): void {
    this.requireOpen();
    this.isClosed = true;
  }

  open(): void {
    this.isClosed = false;
  }
}
