import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Audited, AuditNote, Floor, LargeBody, Note } from '#platform';
import { DraftService } from '../edit/draft.service.js';
import {
  AccessDraftDto,
  AclTextRequest,
  DeclarationRequest,
  DeclaredDto,
  DraftChangeParams,
  DraftRevisionRequest,
} from './draft.dto.js';
import type { Editor } from '../edit/access-drafts.js';
import { Editing, EDITS, IF_MATCH, READS } from './editing.js';

/** What is going to be changed of who may do what on the broker. There is one draft. */
@ApiTags('access')
@Controller('api/v1/access/draft')
export class DraftController {
  constructor(private readonly draft: DraftService) {}

  @Get()
  @Floor('auditor')
  @ApiOperation({ operationId: 'getAccessDraft', summary: 'The draft, change by change.' })
  @ApiOkResponse({ type: AccessDraftDto })
  @ApiProblems(...READS)
  get(): Promise<AccessDraftDto> {
    return this.draft.get();
  }

  @Delete()
  @HttpCode(200)
  @Floor('operator')
  @Audited('access_draft.discard')
  @ApiOperation({ operationId: 'discardAccessDraft', summary: 'Forget the draft.' })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: AccessDraftDto })
  @ApiProblems(...EDITS)
  discard(@Editing() editor: Editor, @Note() note: AuditNote): Promise<AccessDraftDto> {
    return this.draft.discard(editor, note);
  }

  @Delete('changes/:number')
  @HttpCode(200)
  @Floor('operator')
  @Audited('access_draft.undo', 'number')
  @ApiOperation({
    operationId: 'undoAccessChange',
    summary: 'Take one change back; those after it are made again without it.',
  })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: AccessDraftDto })
  @ApiProblems(...EDITS, 'change-not-found')
  undo(
    @Param() { number }: DraftChangeParams,
    @Editing() editor: Editor,
    @Note() note: AuditNote,
  ): Promise<AccessDraftDto> {
    return this.draft.undo(number, editor, note);
  }

  @Post('acl-text')
  @LargeBody()
  @HttpCode(200)
  @Floor('operator')
  @Audited('access_draft.replace')
  @ApiOperation({
    operationId: 'draftAclText',
    summary: 'Write the whole acl_file anew in the draft.',
  })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: AccessDraftDto })
  @ApiProblems(...EDITS)
  aclText(
    @Body() { text }: AclTextRequest,
    @Editing() editor: Editor,
    @Note() note: AuditNote,
  ): Promise<AccessDraftDto> {
    return this.draft.aclText(text, editor, note);
  }

  @Post('revision')
  @HttpCode(200)
  @Floor('operator')
  @Audited('access_draft.replace')
  @ApiOperation({
    operationId: 'draftAccessRevision',
    summary:
      'Bring an earlier revision back in the draft: to be planned and applied as any change.',
  })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: AccessDraftDto })
  @ApiProblems(...EDITS, 'revision-not-found')
  revision(
    @Body() { revision }: DraftRevisionRequest,
    @Editing() editor: Editor,
    @Note() note: AuditNote,
  ): Promise<AccessDraftDto> {
    return this.draft.revision(revision, editor, note);
  }

  @Post('declaration')
  @LargeBody()
  @HttpCode(200)
  @Floor('operator')
  @Audited('access_draft.replace')
  @ApiOperation({
    operationId: 'draftAccessDeclaration',
    summary: 'Change in the draft what it takes for users, roles and rules to be as declared.',
  })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: DeclaredDto })
  @ApiProblems(...EDITS, 'name-taken', 'mqtt-role-not-found')
  declaration(
    @Body() { declaration }: DeclarationRequest,
    @Editing() editor: Editor,
    @Note() note: AuditNote,
  ): Promise<DeclaredDto> {
    return this.draft.declaration(declaration, editor, note);
  }
}
