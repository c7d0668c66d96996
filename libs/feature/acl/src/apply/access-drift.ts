import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BackendKind } from '#domain/change';
import { Problem, timestamp, type AuditNote, type Principal } from '#platform';
import type { AccessDriftDto } from '../api/drift.dto.js';
import { AccessBackends } from '../backend/access-backends.js';
import { AccessDrafts } from '../edit/access-drafts.js';
import type { PolicyPart } from '../known-policy.js';
import { Revisions } from '../revisions.js';
import type { PolicyRevision } from '../store/policy-revisions.js';
import { WantedAccess } from '../wanted-access.js';
import { DriftNews } from './drift-news.js';

/** What MCM brings to the broker; the rest is the broker's configuration, which it only reads. */
const OWN_PARTS: Readonly<Record<BackendKind, readonly PolicyPart[]>> = {
  file: ['aclFile', 'passwordFile'],
  'dynamic-security': ['dynsec'],
};

/** Whether the broker's side is as MCM left it. */
@Injectable()
export class AccessDrift implements OnModuleInit {
  constructor(
    private readonly access: WantedAccess,
    private readonly revisions: Revisions,
    private readonly backends: AccessBackends,
    private readonly drafts: AccessDrafts,
    private readonly news: DriftNews,
  ) {}

  onModuleInit(): void {
    this.revisions.onSeen((revision) => this.look(revision));
  }

  /** @throws Problem as {@link WantedAccess.get} */
  async get(): Promise<AccessDriftDto> {
    const { number, document } = await this.access.get();
    const seen = await this.revisions.current();
    if ((await this.drifted(seen)).length === 0) return { drifted: false, applied: number };
    const backend = this.backends.get();
    const there = await backend.read(document);
    return {
      ...{ drifted: true, applied: number, seen: seen.number },
      since: timestamp(seen.seenAt),
      difference: backend.difference(document, there),
    };
  }

  /** As `get` says, without the difference; nothing while there is no access that MCM brought there or adopted. */
  async isDrifted(): Promise<boolean | undefined> {
    if (this.backends.kind === undefined || !(await this.access.find())) return undefined;
    return (await this.drifted(await this.revisions.current())).length > 0;
  }

  /** @throws Problem `access-drifted` */
  async requireNone(): Promise<void> {
    const seen = await this.revisions.current();
    const parts = await this.drifted(seen);
    if (parts.length === 0) return;
    throw new Problem(
      'access-drifted',
      `Revision ${seen.number} was seen in force, which MCM did not apply: adopt or overwrite it first.`,
    );
  }

  /** The revision that was seen instead. @throws Problem `not-drifted` */
  async require(): Promise<number> {
    const seen = await this.revisions.current();
    if ((await this.drifted(seen)).length > 0) return seen.number;
    throw new Problem('not-drifted', 'The broker’s side is as MCM left it.');
  }

  /** What is in force becomes what is wanted. @throws Problem `not-drifted`, `apply-running` */
  async adopt({ username }: Principal, note: AuditNote): Promise<AccessDriftDto> {
    const before = await this.get();
    await this.drafts.undisturbed(async () => {
      await this.require();
      const { number } = await this.access.adopt(username);
      note.about(number).changed({ revision: before.applied }, { revision: number });
    });
    await this.refresh();
    return this.get();
  }

  /** Tells it when it has become different. */
  async refresh(): Promise<void> {
    this.news.tell((await this.drifted(await this.revisions.current())).length > 0);
  }

  private async look(seen: PolicyRevision): Promise<void> {
    const parts = await this.drifted(seen);
    if (parts.length > 0) await this.news.external(seen, parts);
    this.news.tell(parts.length > 0);
  }

  /** Of the parts that MCM brings to the broker, those that are not as wanted. */
  private async drifted({ number }: PolicyRevision): Promise<readonly PolicyPart[]> {
    const { kind } = this.backends;
    if (kind === undefined) return [];
    const wanted = await this.access.find();
    return wanted ? this.access.differing(wanted.number, number, OWN_PARTS[kind]) : [];
  }
}
