import { Body, Controller, Get, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
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
import { AccountService } from '../account.service.js';
import { traceOf } from '../admin-user.js';
import { AuthService } from '../auth.service.js';
import { Devices } from '../devices.js';
import type { Entrance } from '../entrance.js';
import { AdminUserDto } from './admin-user.dto.js';
import {
  LoginMfaRequest,
  LoginRequest,
  LoginResponse,
  MfaRequiredResponse,
  PasswordChangeRequest,
} from './auth.dto.js';
import { Sessions } from '../sessions.js';
import { knockOf } from './knock.js';

@ApiTags('auth')
@Controller('api/v1/auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly account: AccountService,
    private readonly sessions: Sessions,
    private readonly devices: Devices,
  ) {}

  @Post('login')
  @HttpCode(200)
  @Floor('public')
  @Audited('session.open')
  @ApiOperation({
    operationId: 'login',
    summary:
      'Log in with a user name and a password; with a second factor, this is the first half.',
  })
  @ApiExtraModels(LoginResponse, MfaRequiredResponse)
  @ApiOkResponse({
    schema: {
      oneOf: [LoginResponse, MfaRequiredResponse].map((type) => ({ $ref: getSchemaPath(type) })),
    },
  })
  @ApiProblems(
    ...(['validation-failed', 'login-failed', 'locked-out'] as const),
    'too-many-requests',
  )
  async login(
    @Body() { username, password }: LoginRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Note() note: AuditNote,
  ): Promise<LoginResponse | MfaRequiredResponse> {
    const logIn = await this.auth.logIn(username, password, knockOf(request, this.devices));
    if ('challenge' in logIn) return MfaRequiredResponse.of(logIn);
    return this.welcome(logIn, request, reply, note);
  }

  @Post('login/mfa')
  @HttpCode(200)
  @Floor('public')
  @Audited('session.open')
  @ApiOperation({
    operationId: 'loginMfa',
    summary: 'The second half of a log-in: a code of the authenticator, or a recovery code.',
  })
  @ApiOkResponse({ type: LoginResponse })
  @ApiProblems(
    ...(['validation-failed', 'challenge-invalid', 'code-wrong'] as const),
    ...(['locked-out', 'too-many-requests'] as const),
  )
  async loginMfa(
    @Body() { mfaChallenge, code }: LoginMfaRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Note() note: AuditNote,
  ): Promise<LoginResponse> {
    const logIn = await this.auth.logInWithCode(mfaChallenge, code, knockOf(request, this.devices));
    return this.welcome(logIn, request, reply, note);
  }

  @Get('me')
  @Floor('viewer')
  @OwnAccount()
  @ApiOperation({ operationId: 'me', summary: 'The user the token stands for, as it is now.' })
  @ApiOkResponse({ type: AdminUserDto })
  @ApiProblems('not-authenticated')
  async me(@Caller() { userId, role }: Principal): Promise<AdminUserDto> {
    // Of an API token, the role is the token's: that is what it may do.
    return AdminUserDto.of({ ...(await this.account.user(userId)), role });
  }

  @Post('logout')
  @HttpCode(204)
  @Floor('viewer')
  @OwnAccount()
  @SessionOnly()
  @Audited('session.close')
  @ApiOperation({
    operationId: 'logout',
    summary: 'Revoke the token, and close the streams opened with it.',
  })
  @ApiNoContentResponse({ description: 'The token is worth nothing from now on.' })
  @ApiProblems('not-authenticated', 'session-required', 'session-not-found')
  async logout(@Caller() { userId, sessionId }: Principal, @Note() note: AuditNote): Promise<void> {
    note.about(sessionId);
    await this.sessions.revoke(userId, sessionId);
  }

  @Put('password')
  @HttpCode(204)
  @Floor('viewer')
  @OwnAccount()
  @SessionOnly()
  @Audited('password.change')
  @ApiOperation({
    operationId: 'changePassword',
    summary: 'Change one’s own password. All other sessions of the user end.',
  })
  @ApiNoContentResponse({ description: 'The new password counts from now on.' })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'password-wrong', 'session-required'] as const),
    ...(['locked-out', 'too-many-requests', 'database-unavailable'] as const),
  )
  async changePassword(
    @Body() { currentPassword, newPassword }: PasswordChangeRequest,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Note() note: AuditNote,
  ): Promise<void> {
    const knock = knockOf(request, this.devices);
    const words = { current: currentPassword, wanted: newPassword };
    const { before, after } = await this.account.changePassword(caller, words, knock);
    note.about(after.id, after.username).changed(traceOf(before), traceOf(after));
  }

  /** Remembers the device, and tells the audit trail who has come in, and by what. */
  private welcome(
    entrance: Entrance,
    request: FastifyRequest,
    reply: FastifyReply,
    note: AuditNote,
  ): LoginResponse {
    const { user, sessionId, by } = entrance;
    note.by(user.username).about(sessionId).changed(undefined, { by });
    const known = this.devices.read(request.headers.cookie);
    const secure = request.protocol === 'https';
    void reply.header('set-cookie', this.devices.cookie(user.id, known, secure));
    return LoginResponse.of(entrance);
  }
}
