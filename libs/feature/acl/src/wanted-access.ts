import { Injectable, Logger } from '@nestjs/common';
import { Database, Problem } from '#platform';
import { AccessBackends } from './backend/access-backends.js';
import type { NumberedContent, RevisionContent } from './backend/revision-content.js';
import { ContentSeal } from './content-seal.js';
import type { PolicyPart } from './known-policy.js';
import { Revisions } from './revisions.js';
import { differingParts, findContent, findWanted, want } from './store/policy-revisions.js';

/** Where the content of a revision is kept. */
export const contentPlace = (number: number): string => `access-revision:${number}`;

/** What is wanted of the broker's access: as it was applied, imported or adopted last. */
@Injectable()
export class WantedAccess {
  private readonly logger = new Logger('Access');
  private latest: NumberedContent | undefined;
  private importing: Promise<NumberedContent> | undefined;

  constructor(
    private readonly database: Database,
    private readonly seal: ContentSeal,
    private readonly revisions: Revisions,
    private readonly backends: AccessBackends,
  ) {}

  /**
   * The same object until another is wanted. Without any yet, what is in force is imported: nothing is lost of it.
   * @throws Problem `access-read-only`, and what keeps MCM from reading the broker's access
   */
  async get(): Promise<NumberedContent> {
    return (await this.find()) ?? (await this.import());
  }

  /** Nothing before anything was imported, and where it is not known any more what was wanted. */
  async find(): Promise<NumberedContent | undefined> {
    const wanted = await findWanted(this.database.read);
    if (wanted === undefined) return undefined;
    if (this.latest?.number === wanted.number) return this.latest;
    try {
      this.latest = { number: wanted.number, ...(await this.content(wanted.number)) };
      return this.latest;
    } catch (error) {
      // revision-not-kept: the secret.key is another, or the broker is changed in another way than then.
      if (!(error instanceof Problem) || error.kind !== 'revision-not-kept') throw error;
      this.logger.warn(`What is in force is taken for what is wanted. ${error.message}`);
      return undefined;
    }
  }

  /** Of these parts, those in which the two revisions differ. */
  differing(
    one: number,
    other: number,
    parts: readonly PolicyPart[],
  ): Promise<readonly PolicyPart[]> {
    return differingParts(this.database.read, [one, other], parts);
  }

  /** @throws Problem `revision-not-found`; `revision-not-kept`, also for one of another backend */
  async content(number: number): Promise<RevisionContent> {
    await this.revisions.get(number);
    const sealed = await findContent(this.database.read, number);
    if (sealed === undefined) {
      throw new Problem(
        'revision-not-kept',
        `Revision ${number} was only seen, without the hashes of its passwords.`,
      );
    }
    const content = await this.seal.open<RevisionContent>(sealed, contentPlace(number));
    const { kind } = this.backends;
    const { backend } = content.document;
    if (kind === undefined || kind === backend) return content;
    throw new Problem(
      'revision-not-kept',
      `Revision ${number} was applied when mosquitto.access.backend was ${backend}; it is ${kind} now.`,
    );
  }

  /** @throws Problem `revision-not-kept` when it is known that the revision was one of another backend */
  async requireSameBackend(number: number): Promise<void> {
    try {
      await this.content(number);
    } catch (error) {
      // revision-not-found: it is so old that it was let go.
      if (!(error instanceof Problem) || error.kind !== 'revision-not-found') throw error;
    }
  }

  /** What is in force becomes what is wanted. */
  async adopt(author: string): Promise<NumberedContent> {
    return this.take('adopted', author);
  }

  private async import(): Promise<NumberedContent> {
    this.importing ??= this.take('imported', 'system').finally(() => (this.importing = undefined));
    return this.importing;
  }

  private async take(origin: 'imported' | 'adopted', author: string): Promise<NumberedContent> {
    const backend = this.backends.get();
    const before = await this.find();
    const { number } = await this.revisions.current();
    const document = await backend.read(before?.document);
    const sealed = await this.seal.seal({ document }, contentPlace(number));
    await this.database.write((tx) => want(tx, number, { origin, author, content: sealed }));
    this.latest = { number, document };
    return this.latest;
  }
}
