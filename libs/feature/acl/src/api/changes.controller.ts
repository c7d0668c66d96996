import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ApiProblems,
  Audited,
  AuditNote,
  Caller,
  Floor,
  Gone,
  Note,
  ReadsOnly,
  type Principal,
} from '#platform';
import { AccessApplies } from '../apply/access-applies.js';
import { AccessPlanner } from '../plan/access-planner.js';
import {
  AccessAppliesDto,
  AccessApplyDto,
  ApplyParams,
  ApplyRequest,
  DisconnectRequest,
  SurvivorsDto,
} from './apply.dto.js';
import { READS } from './editing.js';
import { AccessPlanDto } from './plan.dto.js';

const APPLIES = [
  ...READS,
  ...(['apply-running', 'access-drifted', 'policy-invalid', 'too-much-work'] as const),
] as const;

/** From the draft to the broker. */
@ApiTags('access')
@Controller('api/v1/access')
export class ChangesController {
  constructor(
    private readonly planner: AccessPlanner,
    private readonly applies: AccessApplies,
  ) {}

  @Post('plan')
  @HttpCode(200)
  @Floor('operator')
  @ReadsOnly()
  @ApiOperation({
    operationId: 'planAccess',
    summary: 'What applying the draft would do: lines or commands, impact, clients, risk.',
  })
  @ApiOkResponse({ type: AccessPlanDto })
  @ApiProblems(...READS, 'too-many-requests', 'observer-unavailable')
  plan(@Caller() { userId }: Principal, @Gone() gone: AbortSignal): Promise<AccessPlanDto> {
    return this.planner.plan(userId, gone);
  }

  @Post('apply')
  @HttpCode(202)
  @Floor('admin')
  @Audited('access.apply')
  @ApiOperation({
    operationId: 'applyAccess',
    summary: 'Bring the draft to the broker: begins it, and answers at once.',
  })
  @ApiAcceptedResponse({ type: AccessApplyDto })
  @ApiProblems(
    ...APPLIES,
    ...(['draft-changed', 'draft-outdated', 'nothing-to-apply', 'would-lock-out'] as const),
  )
  apply(
    @Body() request: ApplyRequest,
    @Caller() caller: Principal,
    @Note() note: AuditNote,
  ): Promise<AccessApplyDto> {
    return this.applies.apply(request, caller, note);
  }

  @Get('applies')
  @Floor('auditor')
  @ApiOperation({
    operationId: 'listAccessApplies',
    summary: 'What was brought to the broker lately, and what is on its way.',
  })
  @ApiOkResponse({ type: AccessAppliesDto })
  @ApiProblems('not-authenticated', 'role-too-low', 'database-unavailable')
  list(): Promise<AccessAppliesDto> {
    return this.applies.list();
  }

  @Get('applies/:number')
  @Floor('auditor')
  @ApiOperation({
    operationId: 'getAccessApply',
    summary: 'How far a change has come, step by step.',
  })
  @ApiOkResponse({ type: AccessApplyDto })
  @ApiProblems(
    'validation-failed',
    'not-authenticated',
    'role-too-low',
    'apply-not-found',
    'database-unavailable',
  )
  get(@Param() { number }: ApplyParams): Promise<AccessApplyDto> {
    return this.applies.get(number);
  }

  @Post('applies/:number/stop')
  @HttpCode(202)
  @Floor('admin')
  @Audited('access.stop', 'number')
  @ApiOperation({
    operationId: 'stopAccessApply',
    summary: 'Stop a change that is on its way, and bring back what was before.',
  })
  @ApiAcceptedResponse({ type: AccessApplyDto })
  @ApiProblems(
    'validation-failed',
    'not-authenticated',
    'role-too-low',
    'apply-not-found',
    'nothing-to-apply',
    'database-unavailable',
  )
  stop(@Param() { number }: ApplyParams, @Caller() caller: Principal): Promise<AccessApplyDto> {
    return this.applies.stop(number, caller);
  }

  @Post('applies/:number/disconnect')
  @HttpCode(200)
  @Floor('admin')
  @Audited('access.disconnect', 'number')
  @ApiOperation({
    operationId: 'disconnectSurvivors',
    summary: 'Disconnect clients that hold a subscription to which they have lost the right.',
  })
  @ApiOkResponse({ type: SurvivorsDto })
  @ApiProblems(...READS, 'apply-not-found', 'apply-running', 'cannot-disconnect')
  disconnect(
    @Param() { number }: ApplyParams,
    @Body() { usernames }: DisconnectRequest,
    @Note() note: AuditNote,
  ): Promise<SurvivorsDto> {
    return this.applies.disconnect(number, usernames, note);
  }
}
