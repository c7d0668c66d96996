import { ApiProperty } from '@nestjs/swagger';
import {
  DIAGNOSIS_AREAS,
  FINDING_RESULTS,
  type DiagnosisArea,
  type FindingResult,
} from '../diagnosis/finding.js';

const WORST = ['ok', 'warn', 'fail'] as const;

export class DiagnosisFindingDto {
  @ApiProperty({ enum: DIAGNOSIS_AREAS, enumName: 'DiagnosisArea' })
  readonly area: DiagnosisArea;
  /** The name of the check, such as `broker-tcp`: the same for whatever comes of it. One may find several things. */
  readonly check: string;
  /** `skip`: not looked at, and `what` says why. */
  @ApiProperty({ enum: FINDING_RESULTS, enumName: 'FindingResult' })
  readonly result: FindingResult;
  /** One sentence that names the thing and what is so. */
  readonly what: string;
  /** What to do; always there with `warn` and `fail`. */
  readonly hint?: string;
}

export class DiagnosticsDto {
  /** When it was looked. */
  @ApiProperty({ format: 'date-time' })
  readonly at: string;
  /** Of all findings; what was not looked at does not count. */
  @ApiProperty({ enum: WORST, enumName: 'WorstResult' })
  readonly worst: (typeof WORST)[number];
  /** By area, in the order in which people are told. */
  readonly findings: DiagnosisFindingDto[];
}
