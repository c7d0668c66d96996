import { Global, Module } from '@nestjs/common';
import { PRINCIPALS } from '#platform';
import { AccountService } from './account.service.js';
import { AdminUsersService } from './admin-users.service.js';
import { AdminUsersController } from './api/admin-users.controller.js';
import { AuthController } from './api/auth.controller.js';
import { MfaController } from './api/mfa.controller.js';
import { SessionsController } from './api/sessions.controller.js';
import { UserSessionsController } from './api/user-sessions.controller.js';
import { ApiTokens } from './api-tokens.js';
import { AuthService } from './auth.service.js';
import { Callers } from './callers.js';
import { Challenges } from './challenges.js';
import { Devices } from './devices.js';
import { Evictions } from './evictions.js';
import { Failures } from './failures.js';
import { FirstAdmin } from './first-admin.js';
import { Guesses } from './guesses.js';
import { LastUses } from './last-uses.js';
import { LoginLog } from './login-log.js';
import { MfaService } from './mfa.service.js';
import { PasswordHasher } from './password-hasher.js';
import { Passwords } from './passwords.js';
import { Proofs } from './proofs.js';
import { SecondFactor } from './second-factor.js';
import { SessionEnds } from './session-ends.js';
import { Sessions } from './sessions.js';
import { AdminUserRepository } from './store/admin-user.repository.js';
import { ApiTokenRepository } from './store/api-token.repository.js';
import { FailedLoginRepository } from './store/failed-login.repository.js';
import { RecoveryCodeRepository } from './store/recovery-code.repository.js';
import { SessionRepository } from './store/session.repository.js';
import { TokenSettings } from './token-settings.js';

const STORES = [
  AdminUserRepository,
  ApiTokenRepository,
  FailedLoginRepository,
  RecoveryCodeRepository,
  SessionRepository,
];
const PROVING = [
  Challenges,
  Devices,
  Failures,
  Guesses,
  PasswordHasher,
  Passwords,
  Proofs,
  SecondFactor,
];
const CALLING = [ApiTokens, Callers, Evictions, LastUses, SessionEnds, Sessions, TokenSettings];
const SERVICES = [AccountService, AdminUsersService, AuthService, FirstAdmin, LoginLog, MfaService];

/** Who may use MCM. Global, since `#platform` asks it about every request ({@link PRINCIPALS}). */
@Global()
@Module({
  controllers: [
    AuthController,
    MfaController,
    SessionsController,
    AdminUsersController,
    UserSessionsController,
  ],
  providers: [
    ...STORES,
    ...PROVING,
    ...CALLING,
    ...SERVICES,
    { provide: PRINCIPALS, useExisting: Callers },
  ],
  exports: [PRINCIPALS, FirstAdmin],
})
export class AuthModule {}
