import { computed, inject, resource, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { listAccessRevisions } from '../api/functions';
import { newsOf } from '../live/news';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';
import { AppliesStore } from './applies-store';
import { REVISIONS_STEP } from './changes-view';

/** All that was in force or was to be, the newest first, as many as are wanted. */
@Service({ autoProvided: false })
export class RevisionsStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #news = newsOf('access_changed', 'access_drift');
  readonly #applies = inject(AppliesStore);
  readonly limit = signal(REVISIONS_STEP);

  readonly #answer = resource({
    params: () => ({
      ...{ limit: this.limit(), edition: this.#news.edition() },
      // One that begins is a revision already, and its end says what became of it.
      ...{ running: this.#applies.running(), ended: this.#applies.ended()?.number },
    }),
    loader: ({ params: { limit } }) => this.#api.invoke(listAccessRevisions, { limit }),
  });
  readonly #last = lastAnswer(this.#answer);

  readonly latest = computed(() => this.#last.latest()?.revisions);
  readonly failure = this.#last.failure;
  readonly asking = this.#answer.isLoading;
  readonly hasMore = computed(() => this.#last.latest()?.nextCursor !== undefined);
  /** Why nothing can be brought back, for who may only look. */
  readonly readOnly = computed(() => this.#session.refusal('draftAccessRevision'));
  readonly reload = this.#news.publish;
}
