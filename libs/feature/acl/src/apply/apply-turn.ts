import { Injectable } from '@nestjs/common';
import { Revisions } from '../revisions.js';
import { ApplyGate } from './apply-gate.js';
import { ApplyJournal } from './apply-journal.js';

/** The right to change access, under the number of the next revision. */
export interface Turn {
  readonly number: number;
  /** Gives it back; to be called once. */
  readonly release: () => void;
}

/** Whose turn it is to change access: one at a time, and nobody looks meanwhile. */
@Injectable()
export class ApplyTurn {
  constructor(
    private readonly gate: ApplyGate,
    private readonly revisions: Revisions,
    private readonly journal: ApplyJournal,
  ) {}

  /** @throws Problem `apply-running` */
  async take(): Promise<Turn> {
    this.gate.close();
    try {
      const letGo = await this.revisions.hold();
      const number = await this.journal.nextNumber();
      const release = () => {
        letGo();
        this.gate.open();
      };
      return { number, release };
    } catch (error) {
      this.gate.open();
      throw error;
    }
  }
}
