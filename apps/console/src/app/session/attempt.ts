import { signal } from '@angular/core';
import { type Failure, failureOf } from '../ui/failure';
import type { Lockout } from './lockout';

/** Something that is tried at a form: whether it is on its way, and why the last try came to nothing. */
export class Attempt {
  readonly asking = signal(false);
  /** A lock-out is not among them: that is told by itself. */
  readonly refusal = signal<Failure | undefined>(undefined);

  /** With a `lockout` where passwords or codes are tried: while it lasts, nothing is. */
  constructor(private readonly lockout?: Lockout) {}

  /** Whether it was done. Nothing is while another try is on its way. */
  async make(step: () => Promise<unknown>): Promise<boolean> {
    if (this.asking() || this.lockout?.left() !== undefined) return false;
    this.asking.set(true);
    this.refusal.set(undefined);
    this.lockout?.forget();
    try {
      await step();
      return true;
    } catch (error) {
      // Whatever came back is said at the form.
      const failure = failureOf(error);
      if (!this.lockout?.hear(failure)) this.refusal.set(failure);
      return false;
    } finally {
      this.asking.set(false);
    }
  }
}
