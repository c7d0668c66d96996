import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import {
  RESOLUTIONS,
  RULE_KINDS,
  SEVERITIES,
  type Resolution,
  type RuleKind,
  type Severity,
} from '#domain/alert';
import { IfGiven, timestamp } from '#platform';
import type { ActiveAlert } from '../alerts.service.js';
import type { Incident } from '../store/alert-incidents.js';
import { LABELS } from './labels.dto.js';
import { AlertingPageQuery } from './page.dto.js';

const PHASES = ['pending', 'firing'] as const;

export class AlertsQuery extends AlertingPageQuery {
  /** Both when left out. */
  @ApiProperty({ enum: PHASES, enumName: 'AlertPhase', required: false })
  @IfGiven()
  @IsIn(PHASES)
  state?: (typeof PHASES)[number];
}

/** What is wrong now. */
export class AlertDto {
  @ApiProperty({ type: 'integer' })
  readonly ruleId: number;
  readonly ruleName: string;

  @ApiProperty({ enum: RULE_KINDS, enumName: 'AlertRuleKind' })
  readonly kind: RuleKind;

  @ApiProperty({ enum: SEVERITIES, enumName: 'AlertSeverity' })
  readonly severity: Severity;

  @ApiProperty({ enum: PHASES, enumName: 'AlertPhase' })
  readonly state: (typeof PHASES)[number];

  /** Of the rule and of the instance. */
  @ApiProperty(LABELS)
  readonly labels: Record<string, string>;

  readonly value?: number;
  readonly text: string;

  /** Since when the condition was seen to hold. */
  @ApiProperty({ format: 'date-time' })
  readonly since: string;

  /** Of a firing one: its incident. */
  readonly incident?: string;

  @ApiProperty({ format: 'date-time', required: false })
  readonly firedAt?: string;

  /** When it was last told; absent while a maintenance window holds it back. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly noticedAt?: string;

  static of({ rule, instance }: ActiveAlert): AlertDto {
    const { phase, labels, value, text, since } = instance;
    return {
      ...{ ruleId: rule.id, ruleName: rule.name, kind: rule.condition.kind },
      ...{ severity: rule.severity, state: phase, labels: { ...rule.labels, ...labels } },
      ...{ ...(value !== undefined && { value }), text, since: timestamp(since) },
      ...(instance.phase === 'firing' && {
        ...{ incident: instance.incident, firedAt: timestamp(instance.firedAt) },
        ...(instance.noticedAt !== undefined && { noticedAt: timestamp(instance.noticedAt) }),
      }),
    };
  }
}

export class AlertsDto {
  /** Firing ones first. */
  readonly alerts: AlertDto[];

  /** Of all. */
  @ApiProperty({ type: 'integer' })
  readonly pending: number;

  @ApiProperty({ type: 'integer' })
  readonly firing: number;

  /** Absent on the last page. */
  @ApiProperty({ type: 'integer', required: false })
  readonly nextCursor?: number;
}

export class IncidentsQuery extends AlertingPageQuery {
  /** Of this rule only. */
  @ApiProperty({ type: 'integer', required: false, minimum: 1 })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  rule?: number;
}

/** The time of one instance from firing to resolved. */
export class IncidentDto {
  readonly id: string;

  /** The rule may be gone. */
  @ApiProperty({ type: 'integer' })
  readonly ruleId: number;
  readonly ruleName: string;

  @ApiProperty({ enum: RULE_KINDS, enumName: 'AlertRuleKind' })
  readonly kind: RuleKind;

  @ApiProperty({ enum: SEVERITIES, enumName: 'AlertSeverity' })
  readonly severity: Severity;

  @ApiProperty(LABELS)
  readonly labels: Record<string, string>;

  /** As it was when it fired. */
  readonly value?: number;
  readonly text: string;

  @ApiProperty({ format: 'date-time' })
  readonly since: string;

  @ApiProperty({ format: 'date-time' })
  readonly firedAt: string;

  /** Absent while it fires. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly resolvedAt?: string;

  @ApiProperty({ enum: RESOLUTIONS, enumName: 'AlertResolution', required: false })
  readonly resolution?: Resolution;

  /** When it was told that it fires; absent where a maintenance window held it back. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly firingNoticedAt?: string;

  /** When it was told that it is resolved. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly resolvedNoticedAt?: string;

  static of(incident: Incident): IncidentDto {
    const { number: _, labels, since, firedAt, ...rest } = incident;
    const { resolvedAt, firingNoticedAt, resolvedNoticedAt, ...words } = rest;
    return {
      ...{ ...words, labels: { ...labels }, since: timestamp(since), firedAt: timestamp(firedAt) },
      ...(resolvedAt !== undefined && { resolvedAt: timestamp(resolvedAt) }),
      ...(firingNoticedAt !== undefined && { firingNoticedAt: timestamp(firingNoticedAt) }),
      ...(resolvedNoticedAt !== undefined && { resolvedNoticedAt: timestamp(resolvedNoticedAt) }),
    };
  }
}

export class IncidentsDto {
  /** Newest first. */
  readonly incidents: IncidentDto[];

  /** Absent on the last page. */
  @ApiProperty({ type: 'integer', required: false })
  readonly nextCursor?: number;
}
