import { inject, resource, Service } from '@angular/core';
import { Api } from '../api/api';
import { getDiagnostics } from '../api/functions';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';

/** What MCM finds when it looks at its broker and at itself: asked when the page is opened, and on demand. */
@Service({ autoProvided: false })
export class DiagnosticsStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);

  readonly #answer = resource({
    params: () => (this.#session.refusal('getDiagnostics') === undefined ? {} : undefined),
    loader: () => this.#api.invoke(getDiagnostics),
  });
  readonly #last = lastAnswer(this.#answer);

  readonly latest = this.#last.latest;
  readonly failure = this.#last.failure;
  readonly asking = this.#answer.isLoading;

  /** Asks now, unless an answer is on its way. */
  refresh(): void {
    this.#answer.reload();
  }
}
