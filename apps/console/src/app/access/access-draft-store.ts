import { computed, inject, resource, Service } from '@angular/core';
import { Api } from '../api/api';
import { getAccessDraft } from '../api/functions';
import { newsOf } from '../live/news';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';

/** The one draft of access, for whoever shows it or counts its changes; asked for again when it changes. */
@Service()
export class AccessDraftStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #news = newsOf('access_draft_changed');

  /** Why the role may not see it. */
  readonly refusal = computed(() => this.#session.refusal('getAccessDraft'));
  readonly #answer = resource({
    params: () => (this.refusal() === undefined ? { edition: this.#news.edition() } : undefined),
    loader: () => this.#api.invoke(getAccessDraft),
  });
  readonly #last = lastAnswer(this.#answer);

  /** Nothing for who may not see it, whoever was logged in before. */
  readonly latest = computed(() =>
    this.refusal() === undefined && !this.isReadOnly() ? this.#last.latest() : undefined,
  );
  readonly failure = this.#last.failure;
  /** Whether MCM is set up to read access, but not to change it. */
  readonly isReadOnly = computed(() => this.failure()?.kind === 'access-read-only');
  /** How many changes wait to be applied. */
  readonly pending = computed(() => this.latest()?.changes.length ?? 0);
  readonly reload = this.#news.publish;
}
