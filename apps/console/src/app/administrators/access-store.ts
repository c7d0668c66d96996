import { computed, inject, resource, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { listUserApiTokens, listUserSessions } from '../api/functions';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';

/** Where a user is logged in, and the API tokens it has: for admins alone. */
@Service({ autoProvided: false })
export class AccessStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);

  readonly id = signal<number | undefined>(undefined);
  readonly refusal = computed(() => this.#session.refusal('listUserSessions'));

  readonly #answer = resource({
    params: () => {
      const id = this.id();
      return id === undefined || this.refusal() !== undefined ? undefined : { id };
    },
    loader: async ({ params }) => {
      const [{ sessions }, { tokens }] = await Promise.all([
        this.#api.invoke(listUserSessions, params),
        this.#api.invoke(listUserApiTokens, params),
      ]);
      return { id: params.id, sessions, tokens };
    },
  });

  readonly #last = lastAnswer(this.#answer);

  /** Of whom is chosen now, not of whom was before. */
  readonly access = computed(() => {
    const latest = this.#last.latest();
    return latest?.id === this.id() ? latest : undefined;
  });
  readonly failure = this.#last.failure;

  reload(): void {
    this.#answer.reload();
  }
}
