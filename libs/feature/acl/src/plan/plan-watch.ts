import { Injectable } from '@nestjs/common';
import type { PolicyChange } from '#domain/change';
import { BrokerService } from '#feature/broker';
import { Problem } from '#platform';
import type { AccessDifferenceDto, TouchedClientsDto } from '../api/plan.dto.js';
import { AccessDrift } from '../apply/access-drift.js';
import { ApplyGate } from '../apply/apply-gate.js';
import { AccessBackends } from '../backend/access-backends.js';
import { LongWork } from '../long-work.js';
import { disconnectedUsers, touchedClients } from './touched-clients.js';

/** What stands around a plan: who is connected, and what keeps it from being applied. */
@Injectable()
export class PlanWatch {
  constructor(
    private readonly backends: AccessBackends,
    private readonly drift: AccessDrift,
    private readonly gate: ApplyGate,
    private readonly broker: BrokerService,
    private readonly work: LongWork,
  ) {}

  /** Who is connected and what becomes of them. */
  async touched(
    policies: Pick<PolicyChange, 'before' | 'after'>,
    difference: AccessDifferenceDto,
    gone: AbortSignal,
  ): Promise<TouchedClientsDto> {
    const live = await this.broker.liveClients();
    const change = { ...policies, disconnects: disconnectedUsers(difference) };
    return this.work.run(touchedClients(live, change), gone);
  }

  /** A sentence each. */
  async obstacles(): Promise<readonly string[]> {
    const checks = await this.backends.get().checks();
    const failed = checks.filter(({ result }) => result === 'fail').map(({ detail }) => detail);
    const isOpen = async () => {
      await Promise.resolve();
      this.gate.requireOpen();
    };
    const stops = [() => this.drift.requireNone(), isOpen];
    const told = await Promise.all(stops.map(stopped));
    return [...failed, ...told.flat()];
  }
}

async function stopped(check: () => Promise<void>): Promise<string[]> {
  try {
    await check();
    return [];
  } catch (error) {
    // A Problem is what is looked for: it would be the answer to applying this now.
    if (!(error instanceof Problem)) throw error;
    return [error.message];
  }
}
