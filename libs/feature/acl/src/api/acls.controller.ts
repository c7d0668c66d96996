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
import { AclRulesService } from '../edit/acl-rules.service.js';
import type { Editor } from '../edit/access-drafts.js';
import { Editing, EDITS, IF_MATCH, READS } from './editing.js';
import { IdParams } from './list-query.dto.js';
import { AclRuleDetailDto, AclRuleRequest, AclRulesDto, AclsQuery } from './acls.dto.js';

/** Who may use which topics. Edits are made in the draft. */
@ApiTags('acls')
@Controller('api/v1/acls')
export class AclsController {
  constructor(private readonly rules: AclRulesService) {}

  @Get()
  @Floor('auditor')
  @ApiOperation({
    operationId: 'listAclRules',
    summary: 'The rules of the broker, as the draft has them.',
  })
  @ApiOkResponse({ type: AclRulesDto })
  @ApiProblems(...READS)
  list(@Query() query: AclsQuery): Promise<AclRulesDto> {
    return this.rules.list(query);
  }

  @Post()
  @Floor('operator')
  @Audited('acl.create')
  @ApiOperation({ operationId: 'createAclRule', summary: 'Add a rule to the draft.' })
  @ApiHeader(IF_MATCH)
  @ApiCreatedResponse({ type: AclRuleDetailDto })
  @ApiProblems(...EDITS, 'mqtt-user-not-found', 'mqtt-role-not-found', 'name-taken')
  create(
    @Body() request: AclRuleRequest,
    @Editing() editor: Editor,
    @Note() note: AuditNote,
  ): Promise<AclRuleDetailDto> {
    return this.rules.create(request, editor, note);
  }

  @Get(':id')
  @Floor('auditor')
  @ApiOperation({ operationId: 'getAclRule', summary: 'One rule.' })
  @ApiOkResponse({ type: AclRuleDetailDto })
  @ApiProblems(...READS, 'rule-not-found')
  get(@Param() { id }: IdParams): Promise<AclRuleDetailDto> {
    return this.rules.get(id);
  }

  @Put(':id')
  @Floor('operator')
  @Audited('acl.update')
  @ApiOperation({
    operationId: 'updateAclRule',
    summary: 'Change a rule in the draft; it gets another id.',
  })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: AclRuleDetailDto })
  @ApiProblems(
    ...EDITS,
    'rule-not-found',
    'mqtt-user-not-found',
    'mqtt-role-not-found',
    'name-taken',
  )
  update(
    @Param() { id }: IdParams,
    @Body() request: AclRuleRequest,
    @Editing() editor: Editor,
    @Note() note: AuditNote,
  ): Promise<AclRuleDetailDto> {
    return this.rules.update(id, request, editor, note);
  }

  @Delete(':id')
  @HttpCode(204)
  @Floor('operator')
  @Audited('acl.delete')
  @ApiOperation({ operationId: 'deleteAclRule', summary: 'Delete a rule from the draft.' })
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'It is gone from the draft.' })
  @ApiProblems(...EDITS, 'rule-not-found')
  delete(
    @Param() { id }: IdParams,
    @Editing() editor: Editor,
    @Note() note: AuditNote,
  ): Promise<void> {
    return this.rules.delete(id, editor, note);
  }
}
