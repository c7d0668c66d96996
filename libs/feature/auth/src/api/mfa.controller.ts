import { Body, Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import {
  ApiProblems,
  Audited,
  AuditNote,
  Caller,
  Floor,
  Note,
  OwnAccount,
  SessionOnly,
  type Principal,
} from '#platform';
import { traceOf } from '../admin-user.js';
import { Devices } from '../devices.js';
import { MfaService } from '../mfa.service.js';
import {
  PasswordProofRequest,
  MfaSetupResponse,
  MfaStateDto,
  MfaVerifyRequest,
} from './auth.dto.js';
import { knockOf } from './knock.js';

/** One's own second factor (TOTP, RFC 6238). */
@ApiTags('auth')
@Controller('api/v1/auth/mfa')
export class MfaController {
  constructor(
    private readonly mfa: MfaService,
    private readonly devices: Devices,
  ) {}

  @Get()
  @Floor('viewer')
  @OwnAccount()
  @SessionOnly()
  @ApiOperation({ operationId: 'getMfa', summary: 'Whether a second factor is asked for.' })
  @ApiOkResponse({ type: MfaStateDto })
  @ApiProblems('not-authenticated', 'session-required')
  state(@Caller() { userId }: Principal): Promise<MfaStateDto> {
    return this.mfa.state(userId);
  }

  @Post('setup')
  @Floor('viewer')
  @OwnAccount()
  @SessionOnly()
  @Audited('mfa.setup')
  @ApiOperation({
    operationId: 'setUpMfa',
    summary:
      'Make a key and recovery codes; they count once a code was verified. Asks for the password.',
  })
  @ApiCreatedResponse({ type: MfaSetupResponse })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'password-wrong', 'session-required'] as const),
    ...(['mfa-enabled', 'locked-out', 'too-many-requests', 'database-unavailable'] as const),
  )
  async setUp(
    @Body() { password }: PasswordProofRequest,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Note() note: AuditNote,
  ): Promise<MfaSetupResponse> {
    note.about(caller.userId, caller.username);
    const knock = knockOf(request, this.devices);
    return MfaSetupResponse.of(await this.mfa.setUp(caller, password, knock));
  }

  @Post('verify')
  @HttpCode(204)
  @Floor('viewer')
  @OwnAccount()
  @SessionOnly()
  @Audited('mfa.enable')
  @ApiOperation({
    operationId: 'verifyMfa',
    summary: 'Prove that the authenticator has the key: from now on a code is asked for.',
  })
  @ApiNoContentResponse({ description: 'The second factor is on.' })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'code-wrong', 'session-required'] as const),
    ...(['mfa-enabled', 'mfa-not-pending', 'locked-out', 'database-unavailable'] as const),
  )
  async verify(
    @Body() { code }: MfaVerifyRequest,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Note() note: AuditNote,
  ): Promise<void> {
    const { before, after } = await this.mfa.enable(caller, code, knockOf(request, this.devices));
    note.about(after.id, after.username).changed(traceOf(before), traceOf(after));
  }

  @Delete()
  @HttpCode(204)
  @Floor('viewer')
  @OwnAccount()
  @SessionOnly()
  @Audited('mfa.disable')
  @ApiOperation({
    operationId: 'disableMfa',
    summary: 'Take the second factor off; asks for the password.',
  })
  @ApiNoContentResponse({ description: 'Only the password is asked for from now on.' })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'password-wrong', 'session-required'] as const),
    ...(['locked-out', 'too-many-requests', 'database-unavailable'] as const),
  )
  async disable(
    @Body() { password }: PasswordProofRequest,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Note() note: AuditNote,
  ): Promise<void> {
    const knock = knockOf(request, this.devices);
    const { before, after } = await this.mfa.disable(caller, password, knock);
    note.about(after.id, after.username).changed(traceOf(before), traceOf(after));
  }
}
