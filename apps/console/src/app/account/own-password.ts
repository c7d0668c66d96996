import { inject, Service } from '@angular/core';
import { Api } from '../api/api';
import { changePassword } from '../api/functions';
import type { PasswordChangeRequest } from '../api/models';
import { Attempt } from '../session/attempt';
import { Lockout } from '../session/lockout';
import { Session } from '../session/session';
import { OwnSessions } from './own-sessions';

/** Changing one's own password. */
@Service({ autoProvided: false })
export class OwnPassword {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #sessions = inject(OwnSessions);
  readonly attempt = new Attempt(inject(Lockout));

  /** Whether it was changed. All other sessions are ended with it. */
  change(body: PasswordChangeRequest): Promise<boolean> {
    return this.attempt.make(async () => {
      await this.#api.invoke(changePassword, { body });
      await this.#session.refresh();
      this.#sessions.reload();
    });
  }
}
