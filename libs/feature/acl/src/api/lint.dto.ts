import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { LINT_RULES, type Finding, type LintRule } from '#domain/access';
import { BROKER_LINES, type BrokerLine } from '#domain/mosquitto';
import { IfGiven } from '#platform';
import { ACCESS_FILES, type AccessFile } from '../policy-problems.js';
import { PolicyRefDto } from './policy-ref.dto.js';

export class LintRequestDto extends PolicyRefDto {
  /** Whose rules; left out: those of the broker that was seen. */
  @ApiProperty({ enum: BROKER_LINES, enumName: 'BrokerLine', required: false })
  @IfGiven()
  @IsIn(BROKER_LINES)
  broker?: BrokerLine;
}

/** Something about a policy that a person should look at. */
export class FindingDto {
  /** What it is about; `docs/acl.md` explains each. */
  @ApiProperty({ enum: LINT_RULES, enumName: 'LintRule' })
  readonly rule: LintRule;
  /** `fault`: the broker does not take the file as it is; `warning`: probably not meant; `notice`: good to know. */
  @ApiProperty({ enum: ['fault', 'warning', 'notice'], enumName: 'FindingSeverity' })
  readonly severity: Finding['severity'];
  @ApiProperty({ enum: ACCESS_FILES, enumName: 'AccessFile' })
  readonly file: AccessFile;
  /** 1 also for what is about the whole file, or about one that is not there. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly line: number;
  /** One or two sentences. */
  readonly message: string;
  /** The line in the same file that makes this one what it is, such as the rule that shadows it. */
  @ApiProperty({ type: 'integer', minimum: 1, required: false })
  readonly other?: number;
}

export class LintDto {
  @ApiProperty({ enum: BROKER_LINES, enumName: 'BrokerLine' })
  readonly broker: BrokerLine;
  /** The revision that was asked about; absent for a draft. */
  @ApiProperty({ type: 'integer', minimum: 1, required: false })
  readonly revision?: number;
  @ApiProperty({ type: [FindingDto] })
  readonly findings: FindingDto[];
}
