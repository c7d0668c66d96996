import { computed, inject, resource, Service } from '@angular/core';
import { Api } from '../api/api';
import { listAdminUsers } from '../api/functions';
import type { AdminUser } from '../api/models';
import { Session } from '../session/session';
import { Clock } from '../ui/clock';
import { lastAnswer } from '../ui/last-answer';
import { lastActiveAdmin } from './admin-words';

interface Answer {
  readonly users: readonly AdminUser[];
  readonly at: number;
}

/** Who may use MCM. */
@Service({ autoProvided: false })
export class AdminsStore {
  readonly #api = inject(Api);
  readonly #clock = inject(Clock);
  readonly #session = inject(Session);

  readonly refusal = computed(() => this.#session.refusal('listAdminUsers'));
  /** Why nothing can be changed, for who may only look. */
  readonly readOnly = computed(() => this.#session.refusal('updateAdminUser'));

  readonly #answer = resource({
    params: () => (this.refusal() === undefined ? true : undefined),
    loader: async (): Promise<Answer> => {
      const users = await this.#api.invoke(listAdminUsers);
      return { users, at: this.#clock.read() };
    },
  });
  readonly #last = lastAnswer(this.#answer);

  readonly users = computed(() => this.#last.latest()?.users);
  readonly readAt = computed(() => this.#last.latest()?.at);
  readonly asking = this.#answer.isLoading;
  readonly failure = this.#last.failure;
  /** The id of the admin who has to stay, if only one is left. */
  readonly lastAdmin = computed(() => lastActiveAdmin(this.users() ?? [])?.id);
  /** The id of who is logged in here. */
  readonly me = computed(() => this.#session.user()?.id);

  reload(): void {
    this.#answer.reload();
  }
}
