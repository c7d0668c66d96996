import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { APPLY_STATES, APPLY_STEPS, type ApplyState, type ApplyStep } from '#contract';
import { IfGiven } from '#platform';

const LONGEST_NOTE = 200;
const MOST_USERS = 1_000;

export class ApplyRequest {
  /** Of the draft, from the plan that was read. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  @IsInt()
  @Min(1)
  version: number;

  /** Applies it though MCM itself loses what it needs. */
  @IfGiven()
  @IsBoolean()
  force?: boolean;

  /** What it is for: the title of the revision. */
  @ApiProperty({ required: false, maxLength: LONGEST_NOTE })
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_NOTE)
  note?: string;
}

export class ApplyParams {
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  number: number;
}

/** A question that was put to a broker. */
export class ProbeDto {
  /** `plc-7 publishes line2/cmd/start` */
  readonly question: string;
  @ApiProperty({ enum: ['allowed', 'denied', 'refused'], enumName: 'ProbeAnswer' })
  readonly wanted: 'allowed' | 'denied' | 'refused';
  /** Absent until it is there. */
  @ApiProperty({
    enum: ['allowed', 'denied', 'refused'],
    enumName: 'ProbeAnswer',
    required: false,
  })
  readonly answer?: 'allowed' | 'denied' | 'refused';
}

export const STEP_STATES = ['waiting', 'running', 'done', 'failed', 'skipped'] as const;
export type StepState = (typeof STEP_STATES)[number];

export class AppliedStepDto {
  @ApiProperty({ enum: APPLY_STEPS, enumName: 'ApplyStep' })
  readonly step: ApplyStep;
  @ApiProperty({ enum: STEP_STATES, enumName: 'ApplyStepState' })
  readonly state: StepState;
  /** How long it took, or has taken so far, in milliseconds. */
  @ApiProperty({ required: false })
  readonly ms?: number;
  /** What there is to say of it. */
  readonly detail?: string;
  @ApiProperty({ type: [ProbeDto] })
  readonly probes: ProbeDto[];
}

/** A subscription that outlived the right to it. */
export class SurvivorDto {
  readonly clientId: string;
  readonly username?: string;
  readonly filters: string[];
  /** Whether messages still reach it: an acl_file checks each one, the plugin may not. */
  readonly stillReceives: boolean;
}

export class SurvivorsDto {
  /** Whether the broker tells MCM who subscribes. */
  readonly known: boolean;
  @ApiProperty({ type: [SurvivorDto] })
  readonly clients: SurvivorDto[];
  /** Whether MCM can disconnect them. */
  readonly canDisconnect: boolean;
}

/** A change of access on its way to the broker, or how it ended. */
export class AccessApplyDto {
  /** The revision that it makes. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly number: number;
  /** The revision that was in force before. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly base: number;
  @ApiProperty({ enum: APPLY_STATES, enumName: 'ApplyState' })
  readonly state: ApplyState;
  readonly actor: string;
  readonly note?: string;
  @ApiProperty({ format: 'date-time' })
  readonly startedAt: string;
  @ApiProperty({ format: 'date-time', required: false })
  readonly endedAt?: string;
  /** In their order. */
  @ApiProperty({ type: [AppliedStepDto] })
  readonly steps: AppliedStepDto[];
  /** How it ended, in a sentence or two. */
  readonly outcome?: string;
  /** Of one that was committed. */
  readonly survivors?: SurvivorsDto;
}

export class AccessAppliesDto {
  /** The last 50, newest first. */
  @ApiProperty({ type: [AccessApplyDto] })
  readonly applies: AccessApplyDto[];
}

export class DisconnectRequest {
  /** Users whose clients are to go. */
  @ApiProperty({ type: [String], minItems: 1, maxItems: MOST_USERS })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_USERS)
  @IsString({ each: true })
  usernames: string[];
}
