import { inject, resource, Service } from '@angular/core';
import { Api } from '../api/api';
import { listSessions, revokeOtherSessions, revokeSession } from '../api/functions';
import { LiveEvents } from '../live/live-events';
import { lastAnswer } from '../ui/last-answer';

/** One's own log-ins. */
@Service({ autoProvided: false })
export class OwnSessions {
  readonly #api = inject(Api);
  readonly #openings = inject(LiveEvents).openings;
  readonly #question = resource({
    params: () => ({ openings: this.#openings() }),
    loader: async () => (await this.#api.invoke(listSessions)).sessions,
  });
  readonly #answer = lastAnswer(this.#question);
  readonly latest = this.#answer.latest;
  readonly failure = this.#answer.failure;

  reload(): void {
    this.#question.reload();
  }

  async end(id: string): Promise<void> {
    await this.#api.invoke(revokeSession, { id });
    this.reload();
  }

  async endOthers(): Promise<void> {
    await this.#api.invoke(revokeOtherSessions);
    this.reload();
  }
}
