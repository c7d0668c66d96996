import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Floor } from '#platform';
import { AlertsService } from '../alerts.service.js';
import {
  AlertDto,
  AlertsDto,
  AlertsQuery,
  IncidentDto,
  IncidentsDto,
  IncidentsQuery,
} from './alert.dto.js';
import { pageOf } from './page.dto.js';
import { READS, WRITES } from './problems.js';

/** What is wrong, and what was. */
@ApiTags('alerts')
@Controller('api/v1/alerts')
export class AlertsController {
  constructor(private readonly alerts: AlertsService) {}

  @Get()
  @Floor('viewer')
  @ApiOperation({ operationId: 'listAlerts', summary: 'What is pending and firing now.' })
  @ApiOkResponse({ type: AlertsDto })
  @ApiProblems(...READS)
  list(@Query() { state, limit, cursor = 0 }: AlertsQuery): AlertsDto {
    const { alerts, next, ...counts } = this.alerts.active(state, cursor, limit);
    const shown = alerts.map((alert) => AlertDto.of(alert));
    return { alerts: shown, ...counts, ...(next !== undefined && { nextCursor: next }) };
  }

  @Get('history')
  @Floor('viewer')
  @ApiOperation({ operationId: 'listAlertIncidents', summary: 'What fired, newest first.' })
  @ApiOkResponse({ type: IncidentsDto })
  @ApiProblems(...WRITES)
  async history(@Query() { rule, limit, cursor }: IncidentsQuery): Promise<IncidentsDto> {
    const before = cursor ?? Number.MAX_SAFE_INTEGER;
    const of = rule === undefined ? {} : { ruleId: rule };
    const found = await this.alerts.history({ ...of, before, limit: limit + 1 });
    const { shown, ...next } = pageOf(found, limit, ({ number }) => number);
    return { incidents: shown.map((incident) => IncidentDto.of(incident)), ...next };
  }
}
