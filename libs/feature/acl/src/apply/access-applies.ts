import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { actorOf, Problem, type AuditNote, type Principal } from '#platform';
import type {
  AccessAppliesDto,
  AccessApplyDto,
  ApplyRequest,
  SurvivorsDto,
} from '../api/apply.dto.js';
import { applyDto } from './apply-dto.js';
import { ApplyPreparation, type Prepared } from './apply-preparation.js';
import { ApplyRecords } from './apply-records.js';
import { ApplyRunner } from './apply-runner.js';
import { Disconnection } from './disconnection.js';

/** Brings changes to the broker, one at a time. */
@Injectable()
export class AccessApplies implements OnModuleInit, BeforeApplicationShutdown {
  constructor(
    private readonly preparation: ApplyPreparation,
    private readonly runner: ApplyRunner,
    private readonly records: ApplyRecords,
    private readonly disconnection: Disconnection,
  ) {}

  /** Before anybody looks at the broker's files or asks for anything. */
  async onModuleInit(): Promise<void> {
    await this.runner.recover();
  }

  /** What runs is stopped and what was before brought back; the process waits for it. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.runner.close('MCM is stopping.');
  }

  /** Begins to apply the draft. @throws Problem as {@link ApplyPreparation.ofDraft} */
  async apply(request: ApplyRequest, caller: Principal, note: AuditNote): Promise<AccessApplyDto> {
    return this.begin(await this.preparation.ofDraft(request), caller, note);
  }

  /** Begins to bring back what was applied last. @throws Problem as {@link ApplyPreparation.ofWanted} */
  async overwrite(caller: Principal, note: AuditNote): Promise<AccessApplyDto> {
    return this.begin(await this.preparation.ofWanted(), caller, note);
  }

  async list(): Promise<AccessAppliesDto> {
    const applies = await this.records.list();
    return { applies: applies.map(applyDto) };
  }

  /** @throws Problem `apply-not-found` */
  async get(number: number): Promise<AccessApplyDto> {
    return applyDto(await this.records.get(number));
  }

  /** @throws Problem `apply-not-found`, `nothing-to-apply` */
  async stop(number: number, { username }: Principal): Promise<AccessApplyDto> {
    await this.records.get(number);
    if (!this.runner.stop(number, `Stopped by ${username}.`)) {
      throw new Problem('nothing-to-apply', `Revision ${number} is not on its way any more.`);
    }
    return this.get(number);
  }

  /**
   * Disconnects users, and looks who is left.
   * @throws Problem `apply-not-found`, `cannot-disconnect`, `broker-unavailable`
   */
  async disconnect(
    number: number,
    usernames: readonly string[],
    note: AuditNote,
  ): Promise<SurvivorsDto> {
    const apply = await this.records.get(number);
    note.about(number).attempts({ usernames });
    return this.disconnection.of(apply, usernames);
  }

  private async begin(
    { turn, attempt }: Prepared,
    caller: Principal,
    note: AuditNote,
  ): Promise<AccessApplyDto> {
    const apply = await this.runner.start({ ...attempt, actor: actorOf(caller) }, turn);
    note.about(apply.number, apply.note);
    return applyDto(apply);
  }
}
