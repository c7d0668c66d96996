import { Injectable } from '@nestjs/common';
import { Database, Problem } from '#platform';
import { findApply, listApplies, updateApply, type StoredApply } from '../store/access-applies.js';
import { ApplyRunner } from './apply-runner.js';

const LISTED = 50;

/** What was applied and what is being applied. */
@Injectable()
export class ApplyRecords {
  constructor(
    private readonly database: Database,
    private readonly runner: ApplyRunner,
  ) {}

  async list(): Promise<readonly StoredApply[]> {
    const applies = await listApplies(this.database.read, LISTED);
    return applies.map((apply) => this.newest(apply));
  }

  /** @throws Problem `apply-not-found` */
  async get(number: number): Promise<StoredApply> {
    const apply = await findApply(this.database.read, number);
    if (!apply) throw new Problem('apply-not-found', `Nothing was applied as revision ${number}.`);
    return this.newest(apply);
  }

  change(apply: StoredApply): Promise<void> {
    return this.database.write((tx) => updateApply(tx, apply));
  }

  /** Of what runs, more is known than was recorded. */
  private newest(apply: StoredApply): StoredApply {
    const running = this.runner.current();
    return running?.number === apply.number ? running : apply;
  }
}
