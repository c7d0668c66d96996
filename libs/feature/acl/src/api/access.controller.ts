import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Floor, Gone, ReadsOnly, type Principal } from '#platform';
import { AclService } from '../acl.service.js';
import { ImpactAssessment } from '../impact-assessment.js';
import { ExplainAnswersDto, ExplainRequestDto } from './explain.dto.js';
import { ImpactDto, ImpactRequestDto } from './impact.dto.js';
import { LintDto, LintRequestDto } from './lint.dto.js';
import { RevisionComparison } from '../edit/revision-comparison.js';
import { READS } from './editing.js';
import { AccessDifferenceDto } from './plan.dto.js';
import { AccessPolicyDto } from './policy.dto.js';
import {
  AccessRevisionPageDto,
  RevisionDifferenceQuery,
  RevisionParams,
  RevisionsQuery,
} from './revisions.dto.js';

@ApiTags('access')
@Controller('api/v1/access')
export class AccessController {
  constructor(
    private readonly acl: AclService,
    private readonly impacts: ImpactAssessment,
    private readonly comparison: RevisionComparison,
  ) {}

  @Get('policy')
  @Floor('viewer')
  @ApiOperation({
    operationId: 'getAccessPolicy',
    summary: 'The policy in force: the broker’s files as they read now.',
  })
  @ApiOkResponse({ type: AccessPolicyDto })
  @ApiProblems('not-authenticated', 'no-policy', 'policy-unreadable', 'database-unavailable')
  policy(): Promise<AccessPolicyDto> {
    return this.acl.policy();
  }

  @Get('revisions')
  @Floor('viewer')
  @ApiOperation({
    operationId: 'listAccessRevisions',
    summary: 'The policies that were seen in force, newest first.',
  })
  @ApiOkResponse({ type: AccessRevisionPageDto })
  @ApiProblems('validation-failed', 'not-authenticated', 'database-unavailable')
  revisions(@Query() query: RevisionsQuery): Promise<AccessRevisionPageDto> {
    return this.acl.listRevisions(query);
  }

  @Get('revisions/:number')
  @Floor('viewer')
  @ApiOperation({
    operationId: 'getAccessRevision',
    summary: 'A policy that was seen in force.',
  })
  @ApiOkResponse({ type: AccessPolicyDto })
  @ApiProblems(
    'validation-failed',
    'not-authenticated',
    'revision-not-found',
    'database-unavailable',
  )
  revision(@Param() { number }: RevisionParams): Promise<AccessPolicyDto> {
    return this.acl.revision(number);
  }

  @Get('revisions/:number/difference')
  @Floor('auditor')
  @ApiOperation({
    operationId: 'getAccessRevisionDifference',
    summary: 'What is different between two revisions.',
  })
  @ApiOkResponse({ type: AccessDifferenceDto })
  @ApiProblems(...READS, 'revision-not-found')
  difference(
    @Param() { number }: RevisionParams,
    @Query() { to }: RevisionDifferenceQuery,
  ): Promise<AccessDifferenceDto> {
    return this.comparison.between(number, to);
  }

  @Post('explain')
  @HttpCode(200)
  @Floor('viewer')
  @ReadsOnly()
  @ApiOperation({
    operationId: 'explainAccess',
    summary: 'What the broker answers, which rule decides, and the rules that are tried.',
  })
  @ApiOkResponse({ type: ExplainAnswersDto })
  @ApiProblems(
    'validation-failed',
    'not-authenticated',
    'revision-not-found',
    'no-policy',
    'policy-invalid',
    'too-much-work',
    'policy-unreadable',
    'database-unavailable',
  )
  explain(
    @Body() request: ExplainRequestDto,
    @Gone() gone: AbortSignal,
  ): Promise<ExplainAnswersDto> {
    return this.acl.explain(request, gone);
  }

  @Post('impact')
  @HttpCode(200)
  @Floor('viewer')
  @ReadsOnly()
  @ApiOperation({
    operationId: 'assessAccessImpact',
    summary: 'Which answers change between two policies, by the rules that decide them.',
  })
  @ApiOkResponse({ type: ImpactDto })
  @ApiProblems(
    'validation-failed',
    'not-authenticated',
    'revision-not-found',
    'no-policy',
    'policy-invalid',
    'too-much-work',
    'too-many-requests',
    'policy-unreadable',
    'observer-unavailable',
    'database-unavailable',
  )
  impact(
    @Body() request: ImpactRequestDto,
    @Caller() { userId }: Principal,
    @Gone() gone: AbortSignal,
  ): Promise<ImpactDto> {
    return this.impacts.assess(request, userId, gone);
  }

  @Post('lint')
  @HttpCode(200)
  @Floor('viewer')
  @ReadsOnly()
  @ApiOperation({
    operationId: 'lintAccess',
    summary: 'Rules that never decide, give too much, or mean something else than they seem to.',
  })
  @ApiOkResponse({ type: LintDto })
  @ApiProblems(
    'validation-failed',
    'not-authenticated',
    'revision-not-found',
    'no-policy',
    'policy-unreadable',
    'database-unavailable',
  )
  lint(@Body() request: LintRequestDto): Promise<LintDto> {
    return this.acl.lint(request);
  }
}
