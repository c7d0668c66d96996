import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  ApiProblems,
  Audited,
  AuditNote,
  Caller,
  Floor,
  Note,
  ReadsOnly,
  RowVersion,
  Version,
  type Principal,
} from '#platform';
import type { StoredRule } from '../store/alert-rules.js';
import { AlertReplays } from '../replay/alert-replays.js';
import { AlertRulesService } from '../alert-rules.service.js';
import { AlertRuleDto, AlertRuleRequest, AlertRulesDto, wishOf } from './alert-rule.dto.js';
import { AlertTestDto, AlertTestRequest } from './alert-test.dto.js';
import { AlertingPageQuery, NumberParams } from './page.dto.js';
import { IF_MATCH, READS, WRITES } from './problems.js';

/** The id of a rule that is tried only. */
const NOT_KEPT = 0;

/** What is watched. */
@ApiTags('alerts')
@Controller('api/v1/alert-rules')
export class AlertRulesController {
  constructor(
    private readonly rules: AlertRulesService,
    private readonly replays: AlertReplays,
  ) {}

  @Get()
  @Floor('viewer')
  @ApiOperation({ operationId: 'listAlertRules', summary: 'All alert rules, by name.' })
  @ApiOkResponse({ type: AlertRulesDto })
  @ApiProblems(...READS)
  list(@Query() { limit, cursor = 0 }: AlertingPageQuery): AlertRulesDto {
    const all = this.rules.list();
    const shown = all.slice(cursor, cursor + limit).map((watched) => AlertRuleDto.of(watched));
    return { rules: shown, ...(all.length > cursor + limit && { nextCursor: cursor + limit }) };
  }

  @Post()
  @Floor('operator')
  @Audited('alert_rule.create')
  @ApiOperation({ operationId: 'createAlertRule', summary: 'Add an alert rule.' })
  @ApiCreatedResponse({ type: AlertRuleDto })
  @ApiProblems(...WRITES, 'name-taken', 'too-many-kept')
  async create(
    @Body() request: AlertRuleRequest,
    @Version() version: RowVersion,
    @Note() note: AuditNote,
  ): Promise<AlertRuleDto> {
    const watched = await this.rules.create(wishOf(request));
    note.about(watched.rule.id, watched.rule.name).changed(undefined, traceOf(watched.rule));
    version.tell(watched.rule.version);
    return AlertRuleDto.of(watched);
  }

  /** What it would have fired on, and how it is now. Nothing is kept, and nobody is told. */
  @Post('test')
  @HttpCode(200)
  @Floor('operator')
  @ReadsOnly()
  @ApiOperation({ operationId: 'testAlertRule', summary: 'Try a rule on what is recorded.' })
  @ApiOkResponse({ type: AlertTestDto })
  @ApiProblems(...WRITES, 'observer-unavailable', 'too-many-requests')
  async test(
    @Body() { rule }: AlertTestRequest,
    @Caller() { userId }: Principal,
  ): Promise<AlertTestDto> {
    const wish = wishOf(rule);
    this.rules.check(wish);
    return AlertTestDto.of(await this.replays.run({ id: NOT_KEPT, ...wish }, userId));
  }

  @Get(':id')
  @Floor('viewer')
  @ApiOperation({ operationId: 'getAlertRule', summary: 'One alert rule.' })
  @ApiOkResponse({ type: AlertRuleDto })
  @ApiProblems(...READS, 'alert-rule-not-found')
  get(@Param() { id }: NumberParams, @Version() version: RowVersion): AlertRuleDto {
    const watched = this.rules.get(id);
    version.tell(watched.rule.version);
    return AlertRuleDto.of(watched);
  }

  /** Another condition, or another time that it has to hold for, ends what fires; so does disabling it. */
  @Put(':id')
  @Floor('operator')
  @Audited('alert_rule.update')
  @ApiOperation({ operationId: 'updateAlertRule', summary: 'Replace an alert rule.' })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: AlertRuleDto })
  @ApiProblems(...WRITES, 'alert-rule-not-found', 'name-taken', 'stale-version')
  async update(
    @Param() { id }: NumberParams,
    @Body() request: AlertRuleRequest,
    @Version() version: RowVersion,
    @Note() note: AuditNote,
  ): Promise<AlertRuleDto> {
    const { rule: before } = this.rules.get(id);
    note.about(id, before.name);
    const wish = wishOf(request);
    const watched = await this.rules.update(id, wish, version.expected(before.version));
    note.changed(traceOf(before), traceOf(watched.rule));
    version.tell(watched.rule.version);
    return AlertRuleDto.of(watched);
  }

  /** What it fired is resolved, and told to be. */
  @Delete(':id')
  @HttpCode(204)
  @Floor('operator')
  @Audited('alert_rule.delete')
  @ApiOperation({ operationId: 'deleteAlertRule', summary: 'Delete an alert rule.' })
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'It is gone; its incidents are kept.' })
  @ApiProblems(...WRITES, 'alert-rule-not-found', 'stale-version')
  async delete(
    @Param() { id }: NumberParams,
    @Version() version: RowVersion,
    @Note() note: AuditNote,
  ): Promise<void> {
    const { rule } = this.rules.get(id);
    note.about(id, rule.name);
    await this.rules.delete(id, version.expected(rule.version));
    note.changed(traceOf(rule), undefined);
  }
}

/** What the audit trail says of a rule. */
function traceOf(rule: StoredRule): object {
  const { id: _, version: __, createdAt: ___, updatedAt: ____, ...trace } = rule;
  return trace;
}
