import { Injectable } from '@nestjs/common';
import type { NumberedContent } from '../backend/revision-content.js';
import { ContentSeal } from '../content-seal.js';
import type { KnownPolicy } from '../known-policy.js';
import type { ShadowQuestion } from './shadow-questions.js';

/** What it takes to finish a change or to bring back what was before, also for another process. */
export interface AccessWork {
  readonly from: NumberedContent;
  readonly to: NumberedContent;
  /** When it began: where the files are, and what else decides. */
  readonly inForce: KnownPolicy;
  readonly questions: readonly ShadowQuestion[];
  /** Whether it is the draft that is applied. */
  readonly isDraft: boolean;
}

const placeOf = (number: number): string => `access-apply:${number}`;

/** Keeps it, encrypted. */
@Injectable()
export class AccessWorkSeal {
  constructor(private readonly seal: ContentSeal) {}

  close(work: AccessWork): Promise<Buffer> {
    return this.seal.seal(work, placeOf(work.to.number));
  }

  /** @throws Problem `revision-not-kept` */
  open(sealed: Buffer, number: number): Promise<AccessWork> {
    return this.seal.open<AccessWork>(sealed, placeOf(number));
  }
}
