import { Controller, Get, Inject, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiProblems, CLOCK, Floor, type Clock } from '#platform';
import { AuditReader } from '../audit-reader.js';
import { AuditTrail } from '../audit-trail.js';
import { Exports } from '../export/exports.js';
import type { AuditFilter } from '../store/audit-events.js';
import { AUDIT_COLUMNS } from './audit-columns.js';
import { AuditExportQuery, auditFilter, AuditQuery } from './audit-query.dto.js';
import { AuditEventPageDto, auditRow, type AuditRow } from './audit.dto.js';
import { readCursor } from './cursor.js';
import { VerificationDto } from './verification.dto.js';

@ApiTags('audit')
@Controller('api/v1/audit-events')
export class AuditController {
  constructor(
    private readonly reader: AuditReader,
    private readonly trail: AuditTrail,
    private readonly exports: Exports,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Floor('auditor')
  @ApiOperation({
    operationId: 'listAuditEvents',
    summary: 'What was done, by whom and with which result; newest first.',
  })
  @ApiOkResponse({ type: AuditEventPageDto })
  @ApiProblems('validation-failed', 'not-authenticated', 'role-too-low', 'database-unavailable')
  async list(@Query() query: AuditQuery): Promise<AuditEventPageDto> {
    const { limit, cursor } = query;
    const [before, top] = cursor === undefined ? [] : readCursor(cursor, 2);
    const from = before !== undefined && top !== undefined ? { before, top } : undefined;
    return AuditEventPageDto.of(await this.reader.page(auditFilter(query), limit, from));
  }

  @Get('export')
  @Floor('auditor')
  @ApiOperation({
    operationId: 'exportAuditEvents',
    summary: 'All that the filters leave, as a file; newest first.',
  })
  @ApiProduces('application/x-ndjson', 'text/csv')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiProblems('validation-failed', 'not-authenticated', 'role-too-low', 'database-unavailable')
  export(
    @Query() query: AuditExportQuery,
    @Req() request: FastifyRequest,
  ): Promise<StreamableFile> {
    const rows = this.rows(auditFilter(query));
    const file = { name: 'audit-events', format: query.format, columns: AUDIT_COLUMNS };
    return this.exports.send(rows, file, request);
  }

  @Get('verification')
  @Floor('auditor')
  @ApiOperation({
    operationId: 'verifyAuditTrail',
    summary: 'Whether the trail is whole and as it was written, and if not, which entries are not.',
  })
  @ApiOkResponse({ type: VerificationDto })
  @ApiProblems('not-authenticated', 'role-too-low', 'database-unavailable')
  async verify(): Promise<VerificationDto> {
    return VerificationDto.of(await this.trail.verify(), this.clock());
  }

  private async *rows(filter: AuditFilter): AsyncGenerator<readonly AuditRow[], void> {
    for await (const entries of this.reader.all(filter)) yield entries.map(auditRow);
  }
}
