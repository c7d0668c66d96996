import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiProblems, Audited, AuditNote, Caller, Floor, Note, SessionOnly } from '#platform';
import { Problem, type Principal } from '#platform';
import { traceOf } from '../admin-user.js';
import { AdminUsersService } from '../admin-users.service.js';
import {
  AdminUserDto,
  AdminUserParams,
  AdminUserRequest,
  AdminUserUpdate,
  PasswordResetRequest,
  PasswordResetResponse,
  UnlockRequest,
} from './admin-user.dto.js';
import { RowVersion, Version } from '#platform';

const IF_MATCH = {
  name: 'If-Match',
  required: false,
  description: 'The ETag that was read: refuses the change when somebody else was faster.',
} as const;

/** Who may use MCM. Changes are for people: an API token cannot make or raise a user. */
@ApiTags('admin-users')
@Controller('api/v1/admin-users')
export class AdminUsersController {
  constructor(private readonly users: AdminUsersService) {}

  @Get()
  @Floor('auditor')
  @ApiOperation({ operationId: 'listAdminUsers', summary: 'All users of MCM, by name.' })
  @ApiOkResponse({ type: [AdminUserDto] })
  @ApiProblems('not-authenticated', 'role-too-low')
  async list(): Promise<AdminUserDto[]> {
    const users = await this.users.list();
    return users.map(({ user, lockedUntil }) => AdminUserDto.of(user, lockedUntil));
  }

  @Post()
  @Floor('admin')
  @SessionOnly()
  @Audited('admin_user.create')
  @ApiOperation({ operationId: 'createAdminUser', summary: 'Add a user.' })
  @ApiCreatedResponse({ type: AdminUserDto })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'role-too-low', 'session-required'] as const),
    ...(['name-taken', 'too-many-requests', 'database-unavailable'] as const),
  )
  async create(
    @Body() { disabled = false, ...wish }: AdminUserRequest,
    @Version() version: RowVersion,
    @Note() note: AuditNote,
  ): Promise<AdminUserDto> {
    const user = await this.users.create({ ...wish, disabled });
    note.about(user.id, user.username).changed(undefined, traceOf(user));
    version.tell(user.version);
    return AdminUserDto.of(user);
  }

  @Get(':id')
  @Floor('auditor')
  @ApiOperation({ operationId: 'getAdminUser', summary: 'One user.' })
  @ApiOkResponse({ type: AdminUserDto })
  @ApiProblems('validation-failed', 'not-authenticated', 'role-too-low', 'user-not-found')
  async get(
    @Param() { id }: AdminUserParams,
    @Version() version: RowVersion,
  ): Promise<AdminUserDto> {
    const { user, lockedUntil } = await this.users.get(id);
    version.tell(user.version);
    return AdminUserDto.of(user, lockedUntil);
  }

  @Put(':id')
  @Floor('admin')
  @SessionOnly()
  @Audited('admin_user.update')
  @ApiOperation({ operationId: 'updateAdminUser', summary: 'Change a user.' })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: AdminUserDto })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'role-too-low', 'session-required'] as const),
    ...(['user-not-found', 'name-taken', 'last-active-admin', 'stale-version'] as const),
    ...(['own-account', 'too-many-requests', 'database-unavailable'] as const),
  )
  async update(
    @Param() { id }: AdminUserParams,
    @Body() wish: AdminUserUpdate,
    @Version() version: RowVersion,
    @Note() note: AuditNote,
  ): Promise<AdminUserDto> {
    const { user } = await this.users.get(id);
    note.about(id, user.username);
    if (wish.password !== undefined) refuseOwn(id, note.caller);
    const expected = version.expected(user.version);
    const { before, after } = await this.users.update(id, wish, expected);
    note.changed(traceOf(before), traceOf(after));
    version.tell(after.version);
    return AdminUserDto.of(after);
  }

  @Delete(':id')
  @HttpCode(204)
  @Floor('admin')
  @SessionOnly()
  @Audited('admin_user.delete')
  @ApiOperation({
    operationId: 'deleteAdminUser',
    summary: 'Delete a user, with its sessions and API tokens.',
  })
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'The user is gone; the audit trail remembers its name.' })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'role-too-low', 'session-required'] as const),
    ...(['user-not-found', 'last-active-admin', 'stale-version'] as const),
    'database-unavailable',
  )
  async delete(
    @Param() { id }: AdminUserParams,
    @Version() version: RowVersion,
    @Note() note: AuditNote,
  ): Promise<void> {
    const { user } = await this.users.get(id);
    note.about(id, user.username);
    const before = await this.users.delete(id, version.expected(user.version));
    note.changed(traceOf(before), undefined);
  }

  @Post(':id/reset-password')
  @HttpCode(200)
  @Floor('admin')
  @SessionOnly()
  @Audited('admin_user.reset_password')
  @ApiOperation({
    operationId: 'resetAdminUserPassword',
    summary: 'Give a user a random password. Its sessions end.',
  })
  @ApiOkResponse({ type: PasswordResetResponse })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'role-too-low', 'session-required'] as const),
    ...(['user-not-found', 'own-account', 'too-many-requests'] as const),
    'database-unavailable',
  )
  async resetPassword(
    @Param() { id }: AdminUserParams,
    @Body() { resetMfa = false }: PasswordResetRequest,
    @Caller() caller: Principal,
    @Note() note: AuditNote,
  ): Promise<PasswordResetResponse> {
    refuseOwn(id, caller);
    const { password, before, after } = await this.users.resetPassword(id, { resetMfa, caller });
    note.about(id, before.username).changed(traceOf(before), traceOf(after));
    return { password: password.reveal() };
  }

  @Delete(':id/mfa')
  @HttpCode(204)
  @Floor('admin')
  @SessionOnly()
  @Audited('admin_user.reset_mfa')
  @ApiOperation({
    operationId: 'resetAdminUserMfa',
    summary: 'Take a user’s second factor off. Its sessions end.',
  })
  @ApiNoContentResponse({ description: 'Only the password is asked for from now on.' })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'role-too-low', 'session-required'] as const),
    ...(['user-not-found', 'database-unavailable'] as const),
  )
  async resetMfa(
    @Param() { id }: AdminUserParams,
    @Caller() caller: Principal,
    @Note() note: AuditNote,
  ): Promise<void> {
    refuseOwn(id, caller);
    const { before, after } = await this.users.resetMfa(id, caller);
    note.about(id, before.username).changed(traceOf(before), traceOf(after));
  }

  @Post(':id/unlock')
  @HttpCode(204)
  @Floor('admin')
  @SessionOnly()
  @Audited('admin_user.unlock')
  @ApiOperation({
    operationId: 'unlockAdminUser',
    summary: 'Forget the failed log-ins under a user’s name, so that it may try again at once.',
  })
  @ApiNoContentResponse({ description: 'The user may try again.' })
  @ApiProblems(
    ...(['validation-failed', 'not-authenticated', 'role-too-low', 'session-required'] as const),
    ...(['user-not-found', 'database-unavailable'] as const),
  )
  async unlock(
    @Param() { id }: AdminUserParams,
    @Body() { address }: UnlockRequest,
    @Note() note: AuditNote,
  ): Promise<void> {
    const { user, forgotten } = await this.users.unlock(id, address);
    const before = { failedLogins: forgotten, ...(address !== undefined && { address }) };
    note.about(id, user.username).changed(before, { failedLogins: 0 });
  }
}

/** One's own password and second factor: there the password is asked for, which a stolen token does not know. */
function refuseOwn(id: number, caller: Principal | undefined): void {
  if (caller?.userId !== id) return;
  throw new Problem('own-account', 'Use your account page, which asks for your password.');
}
