import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiProblems, Audited, AuditNote, Floor, Note } from '#platform';
import { MqttRolesService } from '../edit/mqtt-roles.service.js';
import type { Editor } from '../edit/access-drafts.js';
import { Editing, EDITS, IF_MATCH, READS } from './editing.js';
import { IdParams, ListQuery } from './list-query.dto.js';
import { MqttRoleDetailDto, MqttRolePageDto, MqttRoleRequest } from './mqtt-roles.dto.js';

/** Named sets of rules. Edits are made in the draft. */
@ApiTags('mqtt-roles')
@Controller('api/v1/mqtt-roles')
export class MqttRolesController {
  constructor(private readonly roles: MqttRolesService) {}

  @Get()
  @Floor('auditor')
  @ApiOperation({
    operationId: 'listMqttRoles',
    summary: 'The roles of the broker, as the draft has them.',
  })
  @ApiOkResponse({ type: MqttRolePageDto })
  @ApiProblems(...READS)
  list(@Query() query: ListQuery): Promise<MqttRolePageDto> {
    return this.roles.list(query);
  }

  @Post()
  @Floor('operator')
  @Audited('mqtt_role.create')
  @ApiOperation({ operationId: 'createMqttRole', summary: 'Add a role to the draft.' })
  @ApiHeader(IF_MATCH)
  @ApiCreatedResponse({ type: MqttRoleDetailDto })
  @ApiProblems(...EDITS, 'name-taken')
  create(
    @Body() request: MqttRoleRequest,
    @Editing() editor: Editor,
    @Note() note: AuditNote,
  ): Promise<MqttRoleDetailDto> {
    return this.roles.create(request, editor, note);
  }

  @Get(':id')
  @Floor('auditor')
  @ApiOperation({ operationId: 'getMqttRole', summary: 'One role.' })
  @ApiOkResponse({ type: MqttRoleDetailDto })
  @ApiProblems(...READS, 'mqtt-role-not-found')
  get(@Param() { id }: IdParams): Promise<MqttRoleDetailDto> {
    return this.roles.get(id);
  }

  @Put(':id')
  @Floor('operator')
  @Audited('mqtt_role.update')
  @ApiOperation({
    operationId: 'updateMqttRole',
    summary: 'Change a role in the draft, for all who have it.',
  })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: MqttRoleDetailDto })
  @ApiProblems(...EDITS, 'mqtt-role-not-found', 'name-taken')
  update(
    @Param() { id }: IdParams,
    @Body() request: MqttRoleRequest,
    @Editing() editor: Editor,
    @Note() note: AuditNote,
  ): Promise<MqttRoleDetailDto> {
    return this.roles.update(id, request, editor, note);
  }

  @Delete(':id')
  @HttpCode(204)
  @Floor('operator')
  @Audited('mqtt_role.delete')
  @ApiOperation({
    operationId: 'deleteMqttRole',
    summary: 'Delete a role from the draft, and take it from all who have it.',
  })
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'It is gone from the draft.' })
  @ApiProblems(...EDITS, 'mqtt-role-not-found')
  delete(
    @Param() { id }: IdParams,
    @Editing() editor: Editor,
    @Note() note: AuditNote,
  ): Promise<void> {
    return this.roles.delete(id, editor, note);
  }
}
