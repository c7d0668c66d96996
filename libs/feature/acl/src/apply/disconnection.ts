import { Injectable } from '@nestjs/common';
import { Problem } from '#platform';
import type { SurvivorsDto } from '../api/apply.dto.js';
import { AccessBackends } from '../backend/access-backends.js';
import { Revisions } from '../revisions.js';
import type { StoredApply } from '../store/access-applies.js';
import { WantedAccess } from '../wanted-access.js';
import { ApplyRecords } from './apply-records.js';
import { Survivors } from './survivors.js';

/** Ends the connections of those who hold what was taken from them. */
@Injectable()
export class Disconnection {
  constructor(
    private readonly backends: AccessBackends,
    private readonly records: ApplyRecords,
    private readonly survivors: Survivors,
    private readonly wanted: WantedAccess,
    private readonly revisions: Revisions,
  ) {}

  /** Answers who is left. @throws Problem `cannot-disconnect`, `broker-unavailable`, `revision-not-kept` */
  async of(apply: StoredApply, usernames: readonly string[]): Promise<SurvivorsDto> {
    const { number, base, state } = apply;
    if (state !== 'committed') {
      const detail = `Revision ${number} is not in force: nobody has lost anything by it.`;
      throw new Problem('cannot-disconnect', detail);
    }
    await this.backends.get().disconnect(usernames);
    const [from, to] = [await this.wanted.content(base), await this.wanted.content(number)];
    const { policy } = await this.revisions.current();
    const survivors = await this.survivors.find(
      policy,
      { number: base, ...from },
      { number, ...to },
    );
    await this.records.change({ ...apply, survivors });
    return survivors;
  }
}
