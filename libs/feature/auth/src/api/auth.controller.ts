import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Floor, type Principal } from '#platform';
import { AuthService } from '../auth.service.js';
import { AdminUserDto, LoginRequest, LoginResponse } from './auth.dto.js';

@ApiTags('auth')
@Controller('api/v1/auth')
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  @Post('login')
  @HttpCode(200)
  @Floor('public')
  @ApiOperation({ operationId: 'login', summary: 'Log in with a user name and a password.' })
  @ApiOkResponse({ type: LoginResponse })
  @ApiProblems('validation-failed', 'login-failed', 'body-too-large', 'too-many-requests')
  async login(@Body() { username, password }: LoginRequest): Promise<LoginResponse> {
    return LoginResponse.of(await this.auth.logIn(username, password));
  }

  @Get('me')
  @Floor('viewer')
  @ApiOperation({ operationId: 'me', summary: 'The user the token stands for, as it is now.' })
  @ApiOkResponse({ type: AdminUserDto })
  @ApiProblems('not-authenticated')
  async me(@Caller() { userId }: Principal): Promise<AdminUserDto> {
    return AdminUserDto.of(await this.auth.user(userId));
  }

  @Post('logout')
  @HttpCode(204)
  @Floor('viewer')
  @ApiOperation({
    operationId: 'logout',
    summary: 'Revoke the token, and close the streams opened with it.',
  })
  @ApiNoContentResponse({ description: 'The token is worth nothing from now on.' })
  @ApiProblems('not-authenticated')
  async logout(@Caller() { sessionId }: Principal): Promise<void> {
    await this.auth.logOut(sessionId);
  }
}
