import { ApiProperty } from '@nestjs/swagger';
import { AccessDifferenceDto } from './plan.dto.js';

/** Whether the broker’s side is as MCM left it. */
export class AccessDriftDto {
  readonly drifted: boolean;
  /** The revision that was applied last; absent before the first. */
  @ApiProperty({ type: 'integer', minimum: 1, required: false })
  readonly applied?: number;
  /** The revision that was seen in force instead. */
  @ApiProperty({ type: 'integer', minimum: 1, required: false })
  readonly seen?: number;
  @ApiProperty({ format: 'date-time', required: false })
  readonly since?: string;
  /** From what was applied to what is there. */
  readonly difference?: AccessDifferenceDto;
}

export const CHECK_RESULTS = ['ok', 'warn', 'fail'] as const;

export class BackendCheckDto {
  /** What was looked at: `acl_file can be replaced`. */
  readonly check: string;
  @ApiProperty({ enum: CHECK_RESULTS, enumName: 'CheckResult' })
  readonly result: (typeof CHECK_RESULTS)[number];
  /** What was found, and the remedy. */
  readonly detail: string;
}

/** How MCM reaches the broker’s access, and whether it could change it now. */
export class AccessBackendDto {
  /** Absent when MCM only reads. */
  @ApiProperty({
    enum: ['file', 'dynamic-security'],
    enumName: 'AccessBackendKind',
    required: false,
  })
  readonly kind?: 'file' | 'dynamic-security';
  @ApiProperty({ type: [BackendCheckDto] })
  readonly checks: BackendCheckDto[];
}

/** What an access file says; docs/access.md describes it. */
export class DeclarationDto {
  @ApiProperty({ type: 'object', additionalProperties: true })
  readonly declaration: object;
}

/** The broker’s access files as in force, with the hashes of passwords. */
export class AccessExportDto extends DeclarationDto {
  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly revision: number;
  /** The whole acl_file. */
  readonly aclFile?: string;
  /** The whole password_file. */
  readonly passwordFile?: string;
  /** The state of the plugin (JSON), without its passwords. */
  readonly dynsec?: string;
}
