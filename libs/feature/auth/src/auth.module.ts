import { Global, Module } from '@nestjs/common';
import { PRINCIPALS } from '#platform';
import { AuthController } from './api/auth.controller.js';
import { AuthService } from './auth.service.js';
import { FirstAdmin } from './first-admin.js';
import { PasswordHasher } from './password-hasher.js';
import { Sessions } from './sessions.js';
import { AdminUserRepository } from './store/admin-user.repository.js';
import { SessionRepository } from './store/session.repository.js';

/** Who may use MCM. Global, since `#platform` asks it about every request ({@link PRINCIPALS}). */
@Global()
@Module({
  controllers: [AuthController],
  providers: [
    AuthService,
    FirstAdmin,
    PasswordHasher,
    Sessions,
    AdminUserRepository,
    SessionRepository,
    { provide: PRINCIPALS, useExisting: Sessions },
  ],
  exports: [PRINCIPALS, FirstAdmin],
})
export class AuthModule {}
