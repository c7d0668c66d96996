import { Controller, Get, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiProblems, Floor } from '#platform';
import { Exports } from '../export/exports.js';
import { SecurityReader } from '../security-reader.js';
import type { SecurityFilter } from '../store/security-events.js';
import { readCursor } from './cursor.js';
import { SECURITY_COLUMNS } from './security-columns.js';
import {
  SecurityEventDto,
  SecurityEventPageDto,
  SecurityExportQuery,
  securityFilter,
  SecurityQuery,
} from './security.dto.js';

@ApiTags('security')
@Controller('api/v1/security/events')
export class SecurityController {
  constructor(
    private readonly reader: SecurityReader,
    private readonly exports: Exports,
  ) {}

  @Get()
  @Floor('auditor')
  @ApiOperation({
    operationId: 'listSecurityEvents',
    summary: 'Refused log-ins, tokens and roles, and changes of second factors; newest first.',
  })
  @ApiOkResponse({ type: SecurityEventPageDto })
  @ApiProblems('validation-failed', 'not-authenticated', 'role-too-low', 'database-unavailable')
  async list(@Query() query: SecurityQuery): Promise<SecurityEventPageDto> {
    const { limit, cursor } = query;
    const [before] = cursor === undefined ? [] : readCursor(cursor, 1);
    return SecurityEventPageDto.of(await this.reader.page(securityFilter(query), limit, before));
  }

  @Get('export')
  @Floor('auditor')
  @ApiOperation({
    operationId: 'exportSecurityEvents',
    summary: 'All that the filters leave, as a file; newest first.',
  })
  @ApiProduces('application/x-ndjson', 'text/csv')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiProblems('validation-failed', 'not-authenticated', 'role-too-low', 'database-unavailable')
  export(
    @Query() query: SecurityExportQuery,
    @Req() request: FastifyRequest,
  ): Promise<StreamableFile> {
    const rows = this.rows(securityFilter(query));
    const file = { name: 'security-events', format: query.format, columns: SECURITY_COLUMNS };
    return this.exports.send(rows, file, request);
  }

  private async *rows(filter: SecurityFilter): AsyncGenerator<readonly SecurityEventDto[], void> {
    for await (const events of this.reader.all(filter)) {
      yield events.map((event) => SecurityEventDto.of(event));
    }
  }
}
