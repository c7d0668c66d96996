import { ApiProperty } from '@nestjs/swagger';
import { toHex, type ChainProblemKind, type Verdict } from '#domain/ledger';
import { timestamp } from '#platform';

const KINDS: readonly ChainProblemKind[] = [
  'altered',
  'missing',
  'out-of-place',
  'truncated',
  'start-unproven',
  'mark-invalid',
  'not-provable',
];

export class VerificationProblemDto {
  /** The entry it is about; the first one, if it is about several. */
  @ApiProperty({ type: 'integer' })
  readonly number: number;
  @ApiProperty({ enum: KINDS, enumName: 'AuditProblemKind' })
  readonly kind: ChainProblemKind;
  /** A sentence that names the entry. */
  readonly detail: string;
}

export class ChainHeadDto {
  @ApiProperty({ type: 'integer' })
  readonly number: number;
  /** In hexadecimal. Keep number and hash elsewhere: `mcm audit verify --head <number>:<hash>`. */
  readonly hash: string;
}

export class ChainCutDto {
  /** The first entry that was kept. */
  @ApiProperty({ type: 'integer' })
  readonly number: number;
  @ApiProperty({ format: 'date-time' })
  readonly at: string;
}

export class VerificationDto {
  /** Whether the whole trail is proven: nothing was altered, removed, added or moved. */
  readonly valid: boolean;
  @ApiProperty({ format: 'date-time' })
  readonly checkedAt: string;
  /** How many entries were checked. */
  @ApiProperty({ type: 'integer' })
  readonly entries: number;
  /** The number of the first entry; absent when there is none. */
  @ApiProperty({ type: 'integer', required: false })
  readonly first?: number;
  /** The last entry; absent when there is none. */
  readonly head?: ChainHeadDto;
  /** Where retention cut the old end off, if it ever did. */
  readonly cut?: ChainCutDto;
  /** At most 100. */
  readonly problems: VerificationProblemDto[];
  /** How many problems there are in all. */
  @ApiProperty({ type: 'integer' })
  readonly problemCount: number;

  static of(verdict: Verdict, checkedAt: number): VerificationDto {
    const { valid, entries, first, head, cut, problems, problemCount } = verdict;
    return {
      ...{ valid, checkedAt: timestamp(checkedAt), entries },
      ...(first !== undefined && { first }),
      ...(head && { head: { number: head.number, hash: toHex(head.hash) } }),
      ...(cut && { cut: { number: cut.number, at: timestamp(cut.at) } }),
      ...{ problems: [...problems], problemCount },
    };
  }
}
