import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiProblems, Audited, AuditNote, Floor, LargeBody, Note } from '#platform';
import { MqttUsersService } from '../edit/mqtt-users.service.js';
import type { Editor } from '../edit/access-drafts.js';
import { Editing, EDITS, IF_MATCH, READS } from './editing.js';
import { IdParams } from './list-query.dto.js';
import {
  MqttPasswordRequest,
  MqttUserDetailDto,
  MqttUserImportDto,
  MqttUserImportRequest,
  MqttUserPageDto,
  MqttUserPasswordDto,
  MqttUserRequest,
  MqttUserUpdate,
  MqttUsersQuery,
} from './mqtt-users.dto.js';

/** Who may log in to the broker. Edits are made in the draft. */
@ApiTags('mqtt-users')
@Controller('api/v1/mqtt-users')
export class MqttUsersController {
  constructor(private readonly users: MqttUsersService) {}

  @Get()
  @Floor('auditor')
  @ApiOperation({
    operationId: 'listMqttUsers',
    summary: 'The users of the broker, as the draft has them.',
  })
  @ApiOkResponse({ type: MqttUserPageDto })
  @ApiProblems(...READS)
  list(@Query() query: MqttUsersQuery): Promise<MqttUserPageDto> {
    return this.users.list(query);
  }

  @Post()
  @Floor('operator')
  @Audited('mqtt_user.create')
  @ApiOperation({ operationId: 'createMqttUser', summary: 'Add a user to the draft.' })
  @ApiHeader(IF_MATCH)
  @ApiCreatedResponse({ type: MqttUserPasswordDto })
  @ApiProblems(...EDITS, 'name-taken', 'mqtt-role-not-found')
  create(
    @Body() request: MqttUserRequest,
    @Editing() editor: Editor,
    @Note() note: AuditNote,
  ): Promise<MqttUserPasswordDto> {
    return this.users.create(request, editor, note);
  }

  @Post('import')
  @LargeBody()
  @HttpCode(200)
  @Floor('operator')
  @Audited('mqtt_user.import')
  @ApiOperation({
    operationId: 'importMqttUsers',
    summary: 'Add many users to the draft, from a CSV or a password_file.',
  })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: MqttUserImportDto })
  @ApiProblems(...EDITS, 'mqtt-role-not-found')
  import(
    @Body() request: MqttUserImportRequest,
    @Editing() editor: Editor,
    @Note() note: AuditNote,
  ): Promise<MqttUserImportDto> {
    return this.users.import(request, editor, note);
  }

  @Get(':id')
  @Floor('auditor')
  @ApiOperation({ operationId: 'getMqttUser', summary: 'One user.' })
  @ApiOkResponse({ type: MqttUserDetailDto })
  @ApiProblems(...READS, 'mqtt-user-not-found')
  get(@Param() { id }: IdParams): Promise<MqttUserDetailDto> {
    return this.users.get(id);
  }

  @Put(':id')
  @Floor('operator')
  @Audited('mqtt_user.update')
  @ApiOperation({ operationId: 'updateMqttUser', summary: 'Change a user in the draft.' })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: MqttUserDetailDto })
  @ApiProblems(...EDITS, 'mqtt-user-not-found', 'mqtt-role-not-found')
  update(
    @Param() { id }: IdParams,
    @Body() request: MqttUserUpdate,
    @Editing() editor: Editor,
    @Note() note: AuditNote,
  ): Promise<MqttUserDetailDto> {
    return this.users.update(id, request, editor, note);
  }

  @Post(':id/reset-password')
  @HttpCode(200)
  @Floor('operator')
  @Audited('mqtt_user.reset_password')
  @ApiOperation({
    operationId: 'resetMqttPassword',
    summary: 'Give a user another password in the draft.',
  })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: MqttUserPasswordDto })
  @ApiProblems(...EDITS, 'mqtt-user-not-found')
  resetPassword(
    @Param() { id }: IdParams,
    @Body() request: MqttPasswordRequest,
    @Editing() editor: Editor,
    @Note() note: AuditNote,
  ): Promise<MqttUserPasswordDto> {
    return this.users.resetPassword(id, request, editor, note);
  }

  @Delete(':id')
  @HttpCode(204)
  @Floor('operator')
  @Audited('mqtt_user.delete')
  @ApiOperation({
    operationId: 'deleteMqttUser',
    summary: 'Delete a user from the draft, with the rules for this user alone.',
  })
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'It is gone from the draft.' })
  @ApiProblems(...EDITS, 'mqtt-user-not-found')
  delete(
    @Param() { id }: IdParams,
    @Editing() editor: Editor,
    @Note() note: AuditNote,
  ): Promise<void> {
    return this.users.delete(id, editor, note);
  }
}
