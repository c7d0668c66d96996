import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { AUDIT_ACTIONS, AUDIT_RESULTS, type AuditResult } from '#contract';
import { SpanQuery, spanOf } from '#platform';
import type { AuditFilter } from '../store/audit-events.js';
import { FormatQuery } from './format.dto.js';
import { PageQuery } from './page.dto.js';

const NOUNS = [...new Set(AUDIT_ACTIONS.map((action) => action.slice(0, action.indexOf('.'))))];
const ACTIONS_AND_NOUNS: readonly string[] = [...NOUNS, ...AUDIT_ACTIONS];

/** Which acts; all conditions have to hold. */
export class AuditFilterQuery extends SpanQuery {
  /** The name of who acted; compared without case. */
  @IsOptional()
  @IsString()
  @MaxLength(128)
  actor?: string;

  /** An action, such as `admin_user.create`, or only the kind of thing, such as `admin_user`. */
  @ApiProperty({ enum: ACTIONS_AND_NOUNS, enumName: 'AuditActionFilter', required: false })
  @IsOptional()
  @IsIn(ACTIONS_AND_NOUNS)
  action?: string;

  @IsOptional()
  @IsString()
  @MaxLength(64)
  resourceId?: string;

  @ApiProperty({ enum: AUDIT_RESULTS, enumName: 'AuditResult', required: false })
  @IsOptional()
  @IsIn(AUDIT_RESULTS)
  result?: AuditResult;
}

export function auditFilter(query: AuditFilterQuery): AuditFilter {
  const { actor, action, resourceId, result } = query;
  return {
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action }),
    ...(resourceId !== undefined && { resourceId }),
    ...(result !== undefined && { result }),
    ...spanOf(query),
  };
}

export class AuditQuery extends IntersectionType(AuditFilterQuery, PageQuery) {}

export class AuditExportQuery extends IntersectionType(AuditFilterQuery, FormatQuery) {}
