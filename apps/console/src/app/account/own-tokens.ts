import { inject, resource, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { createApiToken, listApiTokens, revokeApiToken } from '../api/functions';
import type { ApiTokenRequest, NewApiToken } from '../api/models';
import { LiveEvents } from '../live/live-events';
import { Attempt } from '../session/attempt';
import { Lockout } from '../session/lockout';
import { lastAnswer } from '../ui/last-answer';

/** One's own tokens for automation. */
@Service({ autoProvided: false })
export class OwnTokens {
  readonly #api = inject(Api);
  readonly #openings = inject(LiveEvents).openings;
  readonly #question = resource({
    params: () => ({ openings: this.#openings() }),
    loader: async () => (await this.#api.invoke(listApiTokens)).tokens,
  });
  readonly #answer = lastAnswer(this.#question);
  readonly latest = this.#answer.latest;
  readonly failure = this.#answer.failure;

  readonly attempt = new Attempt(inject(Lockout));
  /** The one just made, with its secret: here, until it is put away or the page is left, and nowhere else. */
  readonly made = signal<NewApiToken | undefined>(undefined);

  reload(): void {
    this.#question.reload();
  }

  /** Whether it was made. */
  make(body: ApiTokenRequest): Promise<boolean> {
    return this.attempt.make(async () => {
      this.made.set(await this.#api.invoke(createApiToken, { body }));
      this.reload();
    });
  }

  async revoke(id: number): Promise<void> {
    await this.#api.invoke(revokeApiToken, { id });
    if (this.made()?.id === id) this.made.set(undefined);
    this.reload();
  }
}
