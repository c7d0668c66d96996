import { Injectable } from '@nestjs/common';
import type { AccessDocument } from '#domain/change';
import { Problem } from '#platform';
import type { AccessDifferenceDto } from '../api/plan.dto.js';
import { AccessBackends } from '../backend/access-backends.js';
import { Revisions } from '../revisions.js';
import { WantedAccess } from '../wanted-access.js';

/** Compares what was in force at one time with what was at another. */
@Injectable()
export class RevisionComparison {
  constructor(
    private readonly wanted: WantedAccess,
    private readonly revisions: Revisions,
    private readonly backends: AccessBackends,
  ) {}

  /** @throws Problem `revision-not-found`, `access-read-only` */
  async between(from: number, to: number): Promise<AccessDifferenceDto> {
    const backend = this.backends.get();
    const [before, after] = [await this.documentOf(from), await this.documentOf(to)];
    return backend.difference(before, after);
  }

  /** Of a revision that was only seen, rules alone: its passwords were not kept. */
  private async documentOf(number: number): Promise<AccessDocument> {
    try {
      return (await this.wanted.content(number)).document;
    } catch (error) {
      // revision-not-kept: it was seen and never wanted.
      if (!(error instanceof Problem) || error.kind !== 'revision-not-kept') throw error;
      return this.backends.get().seen((await this.revisions.get(number)).policy);
    }
  }
}
