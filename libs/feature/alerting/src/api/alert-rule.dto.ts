import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsNumber,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  LOGIN_DOORS,
  RULE_KINDS,
  SEVERITIES,
  type AlertCondition,
  type LoginDoor,
  type RuleKind,
  type Severity,
} from '#domain/alert';
import { IfGiven, timestamp } from '#platform';
import type { Watched } from '../alert-board.js';
import type { RuleWish } from '../store/alert-rules.js';
import { givenMembers } from './given-members.js';
import { LABELS, LabelsIfGiven } from './labels.dto.js';

const FINITE = { allowNaN: false, allowInfinity: false } as const;
const LONGEST_TOPIC = 65_535;

/**
 * What a rule asks. Which members belong to which kind:
 * `topic_silent`: filter, seconds. `field_threshold`: filter, pointer, above or below, clearAt?.
 * `schema_violations`: perMinute, schemaId?. `sys_figure`: topic, above or below, clearAt?.
 * `login_failures`: door, count, minutes. `certificate_expiring`: days. `disk_low`: freePercent.
 * `sparkplug_node_dead`: group?, node?. `broker_down`, `access_drift`: none.
 */
export class AlertConditionDto {
  @ApiProperty({ enum: RULE_KINDS, enumName: 'AlertRuleKind' })
  @IsIn(RULE_KINDS)
  kind: RuleKind;

  /** An MQTT topic filter; each topic that it selects is an instance of its own. */
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_TOPIC)
  filter?: string;

  /** A topic counts as silent after so many seconds. */
  @ApiProperty({ type: 'integer', required: false })
  @IfGiven()
  @IsInt()
  seconds?: number;

  /** JSON pointer (RFC 6901) to a number in the payload; empty for a payload that is a number. */
  @IfGiven()
  @IsString()
  @MaxLength(1_024)
  pointer?: string;

  /** It holds while the value is greater. */
  @IfGiven()
  @IsNumber(FINITE)
  above?: number;

  /** It holds while the value is less. */
  @IfGiven()
  @IsNumber(FINITE)
  below?: number;

  /** Once it holds, it goes on until the value is back here. */
  @IfGiven()
  @IsNumber(FINITE)
  clearAt?: number;

  /** The id of a JSON Schema; without it, each is an instance. */
  @ApiProperty({ type: 'integer', required: false })
  @IfGiven()
  @IsInt()
  @Min(1)
  schemaId?: number;

  /** It holds while there are more violations in a minute. */
  @IfGiven()
  @IsNumber(FINITE)
  perMinute?: number;

  /** Of a figure: below `$SYS`. */
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_TOPIC)
  topic?: string;

  /** Whose failed log-ins count. */
  @ApiProperty({ enum: LOGIN_DOORS, enumName: 'LoginDoor', required: false })
  @IfGiven()
  @IsIn(LOGIN_DOORS)
  door?: LoginDoor;

  /** It holds from so many failed log-ins on. */
  @ApiProperty({ type: 'integer', required: false })
  @IfGiven()
  @IsInt()
  count?: number;

  /** The time in which they are counted. */
  @ApiProperty({ type: 'integer', required: false })
  @IfGiven()
  @IsInt()
  minutes?: number;

  /** It holds when a certificate ends in fewer days. */
  @IfGiven()
  @IsNumber(FINITE)
  days?: number;

  /** It holds when less of the disk is free, in percent. */
  @IfGiven()
  @IsNumber(FINITE)
  freePercent?: number;

  /** A group of Sparkplug; without it, all. */
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_TOPIC)
  group?: string;

  /** An edge node of that group; without it, all. */
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_TOPIC)
  node?: string;
}

export class AlertRuleRequest {
  /** Unique without regard to case. */
  @ApiProperty({ maxLength: 128 })
  @IsString()
  @MaxLength(128)
  name: string;

  @IfGiven()
  @IsString()
  @MaxLength(1_024)
  description?: string;

  @ApiProperty({ enum: SEVERITIES, enumName: 'AlertSeverity' })
  @IsIn(SEVERITIES)
  severity: Severity;

  @LabelsIfGiven()
  labels?: Record<string, string>;

  @ApiProperty({ type: AlertConditionDto })
  @IsDefined()
  @ValidateNested()
  @Type(() => AlertConditionDto)
  condition: AlertConditionDto;

  /** The condition has to hold for so long before it fires. */
  @ApiProperty({ type: 'integer', required: false, minimum: 0, default: 0 })
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  forSeconds?: number;

  /** While it fires, it is told again after so long; 0: never. */
  @ApiProperty({ type: 'integer', required: false, minimum: 0, default: 0 })
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  renoticeSeconds?: number;

  /** True when left out. */
  @IfGiven()
  @IsBoolean()
  enabled?: boolean;
}

export function wishOf(request: AlertRuleRequest): RuleWish {
  const { name, description, severity, labels = {}, condition, enabled = true } = request;
  return {
    ...{ name: name.trim(), ...(description !== undefined && { description }), severity },
    labels: { ...labels },
    // What belongs to which kind is checked by the domain, which refuses all else.
    condition: givenMembers(condition) as unknown as AlertCondition,
    forSeconds: request.forSeconds ?? 0,
    renoticeSeconds: request.renoticeSeconds ?? 0,
    enabled,
  };
}

export class AlertRuleDto {
  @ApiProperty({ type: 'integer' })
  readonly id: number;

  readonly name: string;
  readonly description?: string;

  @ApiProperty({ enum: SEVERITIES, enumName: 'AlertSeverity' })
  readonly severity: Severity;

  @ApiProperty(LABELS)
  readonly labels: Record<string, string>;

  @ApiProperty({ type: AlertConditionDto })
  readonly condition: AlertConditionDto;

  @ApiProperty({ type: 'integer' })
  readonly forSeconds: number;

  @ApiProperty({ type: 'integer' })
  readonly renoticeSeconds: number;

  readonly enabled: boolean;

  /** How many instances hold, not long enough yet. */
  @ApiProperty({ type: 'integer' })
  readonly pending: number;

  /** How many instances fire. */
  @ApiProperty({ type: 'integer' })
  readonly firing: number;

  /** When it was last looked at. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly readAt?: string;

  /** Why nobody could tell at the last look whether it holds. */
  readonly unknown?: string;

  /** So many instances hold that are not followed: one rule follows 500. */
  @ApiProperty({ type: 'integer', required: false })
  readonly unfollowed?: number;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt: string;

  static of({ rule, state, readAt, unknown, unfollowed }: Watched): AlertRuleDto {
    const { version: _, labels, condition, createdAt, updatedAt, ...rest } = rule;
    const firing = state.active.filter(({ phase }) => phase === 'firing').length;
    return {
      ...rest,
      labels: { ...labels },
      condition: { ...condition },
      ...{ pending: state.active.length - firing, firing },
      ...(readAt !== undefined && { readAt: timestamp(readAt) }),
      ...(unknown !== undefined && { unknown }),
      ...(unfollowed > 0 && { unfollowed }),
      ...{ createdAt: timestamp(createdAt), updatedAt: timestamp(updatedAt) },
    };
  }
}

export class AlertRulesDto {
  /** By name. */
  readonly rules: AlertRuleDto[];

  /** Absent on the last page. */
  @ApiProperty({ type: 'integer', required: false })
  readonly nextCursor?: number;
}
