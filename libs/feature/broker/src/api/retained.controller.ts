import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiProblems, Audited, AuditNote, Caller, Floor, Note, type Principal } from '#platform';
import { RetainedService } from '../retained.service.js';
import {
  RetainedDeletionDto,
  RetainedDeletionParams,
  RetainedDeletionRequestDto,
  RetainedDeletionsDto,
  RetainedPageDto,
  RetainedPreviewDto,
  RetainedPreviewRequestDto,
  RetainedQuery,
} from './retained.dto.js';

@ApiTags('retained')
@Controller('api/v1/retained')
export class RetainedController {
  constructor(private readonly retained: RetainedService) {}

  @Get()
  @Floor('viewer')
  @ApiOperation({
    operationId: 'listRetained',
    summary: 'Retained messages that the broker holds, as far as MCM has seen them.',
  })
  @ApiOkResponse({ type: RetainedPageDto })
  @ApiProblems('validation-failed', 'not-authenticated', 'observer-unavailable')
  list(@Query() query: RetainedQuery): Promise<RetainedPageDto> {
    return this.retained.list(query);
  }

  @Post('previews')
  @Floor('operator')
  @Audited('retained.preview')
  @ApiOperation({
    operationId: 'previewRetainedDeletion',
    summary: 'What a deletion by filter would hit, read from the broker by a fresh subscription.',
  })
  @ApiCreatedResponse({ type: RetainedPreviewDto })
  @ApiProblems(
    'validation-failed',
    'not-authenticated',
    'role-too-low',
    'broker-refused',
    'too-many-retained',
    'broker-unavailable',
  )
  preview(
    @Body() { filter }: RetainedPreviewRequestDto,
    @Note() note: AuditNote,
  ): Promise<RetainedPreviewDto> {
    return this.retained.preview(filter, note);
  }

  @Get('deletions')
  @Floor('operator')
  @ApiOperation({
    operationId: 'listRetainedDeletions',
    summary: 'Deletions of retained messages: those that run, and those of the last 24 hours.',
  })
  @ApiOkResponse({ type: RetainedDeletionsDto })
  @ApiProblems('not-authenticated', 'role-too-low')
  deletions(): RetainedDeletionsDto {
    return { deletions: this.retained.deletions() };
  }

  @Get('deletions/:id')
  @Floor('operator')
  @ApiOperation({ operationId: 'getRetainedDeletion', summary: 'How far a deletion has come.' })
  @ApiOkResponse({ type: RetainedDeletionDto })
  @ApiProblems('validation-failed', 'not-authenticated', 'role-too-low', 'deletion-not-found')
  deletion(@Param() { id }: RetainedDeletionParams): RetainedDeletionDto {
    return this.retained.deletion(id);
  }

  @Post('deletions')
  @HttpCode(202)
  @Floor('operator')
  @Audited('retained.delete')
  @ApiOperation({
    operationId: 'deleteRetained',
    summary: 'Delete the retained messages of a preview: begins it, and answers at once.',
  })
  @ApiAcceptedResponse({ type: RetainedDeletionDto })
  @ApiProblems(
    'validation-failed',
    'not-authenticated',
    'role-too-low',
    'preview-not-found',
    'not-undoable',
    'retained-busy',
    'broker-unavailable',
  )
  remove(
    @Body() request: RetainedDeletionRequestDto,
    @Caller() caller: Principal,
    @Note() note: AuditNote,
  ): Promise<RetainedDeletionDto> {
    return this.retained.remove(request, caller, note);
  }

  @Post('deletions/:id/undo')
  @HttpCode(202)
  @Floor('operator')
  @Audited('retained.restore')
  @ApiOperation({
    operationId: 'undoRetainedDeletion',
    summary: 'Publish what a deletion deleted once more, where nothing new is retained since.',
  })
  @ApiAcceptedResponse({ type: RetainedDeletionDto })
  @ApiProblems(
    'validation-failed',
    'not-authenticated',
    'role-too-low',
    'deletion-not-found',
    'not-undoable',
    'retained-busy',
    'broker-unavailable',
  )
  undo(
    @Param() { id }: RetainedDeletionParams,
    @Caller() caller: Principal,
    @Note() note: AuditNote,
  ): Promise<RetainedDeletionDto> {
    return this.retained.undo(id, caller, note);
  }
}
