import { Inject, Injectable } from '@nestjs/common';
import { replay, type AlertRule, type Sample, type WouldHaveFired } from '#domain/alert';
import { CLOCK, Turns, reasonOf, type Clock } from '#platform';
import { AlertReadings } from '../read/alert-readings.js';
import { Records } from './records.js';

/** Each may read as many messages as one rule is tried on. */
const TURNS = { atOnce: 1, ofOne: 4 };

export interface Replayed {
  readonly would: readonly WouldHaveFired[];
  readonly coverage: string;
  readonly samples: number;
  /** How it is now. */
  readonly now: readonly Sample[];
  /** Why nobody can tell how it is now. */
  readonly unknown?: string;
}

/** Tries a rule on what is recorded, without keeping it. */
@Injectable()
export class AlertReplays {
  private readonly turns = new Turns(TURNS);

  constructor(
    private readonly records: Records,
    private readonly readings: AlertReadings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem `too-many-requests`, `observer-unavailable` */
  run(rule: AlertRule, user: number): Promise<Replayed> {
    return this.turns.take(user, async () => {
      const at = this.clock();
      const { timelines, samples, coverage } = await this.records.of(rule.condition, { at, user });
      const would = replay(rule, timelines);
      return { would, samples, coverage, ...(await this.now(rule, at)) };
    });
  }

  private async now(
    { condition }: AlertRule,
    at: number,
  ): Promise<Pick<Replayed, 'now' | 'unknown'>> {
    try {
      return { now: (await this.readings.read(condition, [], at)).samples };
    } catch (error) {
      // The observer, a file or the database does not answer now; what is recorded is told all the same.
      return { now: [], unknown: reasonOf(error) };
    }
  }
}
