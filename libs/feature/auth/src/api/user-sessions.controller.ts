import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ApiProblems,
  Audited,
  AuditNote,
  Caller,
  Floor,
  Note,
  SessionOnly,
  type Principal,
} from '#platform';
import { AdminUsersService } from '../admin-users.service.js';
import { ApiTokens } from '../api-tokens.js';
import { Sessions } from '../sessions.js';
import { AdminUserParams } from './admin-user.dto.js';
import {
  ApiTokenDto,
  ApiTokenListDto,
  SessionDto,
  SessionListDto,
  UserSessionParams,
  UserTokenParams,
} from './session.dto.js';

/** Somebody else's log-ins and tokens, for an admin. */
@ApiTags('admin-users')
@Controller('api/v1/admin-users/:id')
export class UserSessionsController {
  constructor(
    private readonly users: AdminUsersService,
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
  ) {}

  @Get('sessions')
  @Floor('admin')
  @SessionOnly()
  @ApiOperation({ operationId: 'listUserSessions', summary: 'The sessions of a user.' })
  @ApiOkResponse({ type: SessionListDto })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'role-too-low', 'session-required'] as const),
    'user-not-found',
  )
  async listSessions(
    @Param() { id }: AdminUserParams,
    @Caller() { sessionId }: Principal,
  ): Promise<SessionListDto> {
    await this.users.get(id);
    const sessions = await this.sessions.list(id);
    return { sessions: sessions.map((session) => SessionDto.of(session, sessionId)) };
  }

  @Delete('sessions')
  @HttpCode(204)
  @Floor('admin')
  @SessionOnly()
  @Audited('admin_user.end_sessions')
  @ApiOperation({ operationId: 'endUserSessions', summary: 'End all sessions of a user.' })
  @ApiNoContentResponse({ description: 'Their tokens and streams are worth nothing any more.' })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'role-too-low', 'session-required'] as const),
    ...(['user-not-found', 'database-unavailable'] as const),
  )
  async endSessions(@Param() { id }: AdminUserParams, @Note() note: AuditNote): Promise<void> {
    const { user } = await this.users.get(id);
    const ended = await this.sessions.endAll(id);
    note.about(id, user.username).changed({ sessions: ended }, { sessions: 0 });
  }

  @Delete('sessions/:sessionId')
  @HttpCode(204)
  @Floor('admin')
  @SessionOnly()
  @Audited('session.revoke', 'sessionId')
  @ApiOperation({ operationId: 'revokeUserSession', summary: 'End one session of a user.' })
  @ApiNoContentResponse({ description: 'Its token and streams are worth nothing any more.' })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'role-too-low', 'session-required'] as const),
    ...(['user-not-found', 'session-not-found', 'database-unavailable'] as const),
  )
  async revokeSession(
    @Param() { id, sessionId }: UserSessionParams,
    @Note() note: AuditNote,
  ): Promise<void> {
    const { user } = await this.users.get(id);
    note.about(sessionId, user.username);
    await this.sessions.revoke(id, sessionId);
  }

  @Get('tokens')
  @Floor('admin')
  @SessionOnly()
  @ApiOperation({ operationId: 'listUserApiTokens', summary: 'The API tokens of a user.' })
  @ApiOkResponse({ type: ApiTokenListDto })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'role-too-low', 'session-required'] as const),
    'user-not-found',
  )
  async listTokens(@Param() { id }: AdminUserParams): Promise<ApiTokenListDto> {
    await this.users.get(id);
    return { tokens: (await this.tokens.list(id)).map((token) => ApiTokenDto.of(token)) };
  }

  @Delete('tokens/:tokenId')
  @HttpCode(204)
  @Floor('admin')
  @SessionOnly()
  @Audited('api_token.revoke', 'tokenId')
  @ApiOperation({ operationId: 'revokeUserApiToken', summary: 'Revoke an API token of a user.' })
  @ApiNoContentResponse({ description: 'The token and its streams are worth nothing any more.' })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'role-too-low', 'session-required'] as const),
    ...(['user-not-found', 'token-not-found', 'database-unavailable'] as const),
  )
  async revokeToken(
    @Param() { id, tokenId }: UserTokenParams,
    @Note() note: AuditNote,
  ): Promise<void> {
    await this.users.get(id);
    const token = await this.tokens.revoke(id, tokenId);
    note.about(tokenId, token.name).changed(token, undefined);
  }
}
