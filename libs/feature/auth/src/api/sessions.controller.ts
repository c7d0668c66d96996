import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
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
import { AccountService } from '../account.service.js';
import { ApiTokens } from '../api-tokens.js';
import { Devices } from '../devices.js';
import { Sessions } from '../sessions.js';
import { knockOf } from './knock.js';
import {
  ApiTokenDto,
  ApiTokenListDto,
  ApiTokenParams,
  ApiTokenRequest,
  NewApiTokenDto,
  SessionDto,
  SessionListDto,
  SessionParams,
} from './session.dto.js';

/** One's own log-ins and tokens for automation. */
@ApiTags('auth')
@Controller('api/v1/auth')
export class SessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    private readonly account: AccountService,
    private readonly devices: Devices,
  ) {}

  @Get('sessions')
  @Floor('viewer')
  @OwnAccount()
  @SessionOnly()
  @ApiOperation({ operationId: 'listSessions', summary: 'One’s own sessions, newest first.' })
  @ApiOkResponse({ type: SessionListDto })
  @ApiProblems('not-authenticated', 'session-required')
  async list(@Caller() { userId, sessionId }: Principal): Promise<SessionListDto> {
    const sessions = await this.sessions.list(userId);
    return { sessions: sessions.map((session) => SessionDto.of(session, sessionId)) };
  }

  @Delete('sessions')
  @HttpCode(204)
  @Floor('viewer')
  @OwnAccount()
  @SessionOnly()
  @Audited('session.revoke')
  @ApiOperation({
    operationId: 'revokeOtherSessions',
    summary: 'End all of one’s own sessions but the one that asks.',
  })
  @ApiNoContentResponse({ description: 'Their tokens and streams are worth nothing any more.' })
  @ApiProblems('not-authenticated', 'session-required', 'database-unavailable')
  async revokeOthers(
    @Caller() { userId, sessionId }: Principal,
    @Note() note: AuditNote,
  ): Promise<void> {
    const ended = await this.sessions.endAll(userId, { but: sessionId });
    note.changed({ sessions: ended }, undefined);
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @Floor('viewer')
  @OwnAccount()
  @SessionOnly()
  @Audited('session.revoke')
  @ApiOperation({ operationId: 'revokeSession', summary: 'End one of one’s own sessions.' })
  @ApiNoContentResponse({ description: 'Its token and streams are worth nothing any more.' })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'session-required'] as const),
    ...(['session-not-found', 'database-unavailable'] as const),
  )
  async revoke(@Param() { id }: SessionParams, @Caller() { userId }: Principal): Promise<void> {
    await this.sessions.revoke(userId, id);
  }

  @Get('tokens')
  @Floor('viewer')
  @OwnAccount()
  @SessionOnly()
  @ApiOperation({ operationId: 'listApiTokens', summary: 'One’s own API tokens, by name.' })
  @ApiOkResponse({ type: ApiTokenListDto })
  @ApiProblems('not-authenticated', 'session-required')
  async listTokens(@Caller() { userId }: Principal): Promise<ApiTokenListDto> {
    return { tokens: (await this.tokens.list(userId)).map((token) => ApiTokenDto.of(token)) };
  }

  @Post('tokens')
  @Floor('viewer')
  @OwnAccount()
  @SessionOnly()
  @Audited('api_token.create')
  @ApiOperation({
    operationId: 'createApiToken',
    summary:
      'Make a token for automation; asks for the password. The token is shown in this answer and never again.',
  })
  @ApiCreatedResponse({ type: NewApiTokenDto })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'password-wrong', 'session-required'] as const),
    ...(['name-taken', 'locked-out', 'too-many-requests', 'database-unavailable'] as const),
  )
  async createToken(
    @Body() { name, role, expiresAt, password }: ApiTokenRequest,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Note() note: AuditNote,
  ): Promise<NewApiTokenDto> {
    const knock = knockOf(request, this.devices);
    const owner = await this.account.proven(caller, password, knock, 'api_token_failed');
    const wish = { name, role, expiresAt: Date.parse(expiresAt) };
    const { secret, token } = await this.tokens.create(owner, wish);
    note.about(token.id, token.name).changed(undefined, { name, role, expiresAt, secret });
    return NewApiTokenDto.ofNew(token, secret);
  }

  @Delete('tokens/:id')
  @HttpCode(204)
  @Floor('viewer')
  @OwnAccount()
  @SessionOnly()
  @Audited('api_token.revoke')
  @ApiOperation({ operationId: 'revokeApiToken', summary: 'Revoke one of one’s own API tokens.' })
  @ApiNoContentResponse({ description: 'The token and its streams are worth nothing any more.' })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'session-required'] as const),
    ...(['token-not-found', 'database-unavailable'] as const),
  )
  async revokeToken(
    @Param() { id }: ApiTokenParams,
    @Caller() { userId }: Principal,
    @Note() note: AuditNote,
  ): Promise<void> {
    const token = await this.tokens.revoke(userId, id);
    note.about(id, token.name).changed(token, undefined);
  }
}
