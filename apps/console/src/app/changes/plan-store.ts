import { computed, inject, linkedSignal, resource, Service } from '@angular/core';
import { Api } from '../api/api';
import { planAccess } from '../api/functions';
import { newsOf } from '../live/news';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';
import { AccessDraftStore } from '../access/access-draft-store';
import { AppliesStore } from './applies-store';

/** All on which the plan depends. */
interface Circumstances {
  /** The version of the draft. */
  readonly draft: number | undefined;
  /** The change that is on its way. */
  readonly running: number | undefined;
  readonly edition: number;
}

/** What applying the draft would do; asked for again when the draft or what is in force changes. */
@Service({ autoProvided: false })
export class PlanStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #drafts = inject(AccessDraftStore);
  readonly #running = inject(AppliesStore).running;
  readonly #news = newsOf('access_changed');

  /** Why the role may not ask for it. */
  readonly refusal = computed(() => this.#session.refusal('planAccess'));
  /** While a change is on its way, the plan by which it was begun stays. */
  readonly #question = linkedSignal<Circumstances, Circumstances>({
    source: () => ({
      ...{ draft: this.#drafts.latest()?.version, running: this.#running() },
      edition: this.#news.edition(),
    }),
    computation: (now, before) =>
      before !== undefined && now.running !== undefined && before.value.draft === now.draft
        ? before.value
        : now,
  });
  readonly #answer = resource({
    params: () =>
      this.refusal() === undefined && this.#drafts.pending() > 0 ? this.#question() : undefined,
    loader: () => this.#api.invoke(planAccess),
  });
  readonly #last = lastAnswer(this.#answer);

  readonly latest = computed(() => (this.#drafts.pending() > 0 ? this.#last.latest() : undefined));
  readonly failure = computed(() =>
    this.#drafts.pending() > 0 ? this.#last.failure() : undefined,
  );
  readonly asking = this.#answer.isLoading;
  /** Whether the draft is another one since. */
  readonly isOutdated = computed(() => {
    const [plan, draft] = [this.latest(), this.#drafts.latest()];
    return plan !== undefined && plan.version !== draft?.version;
  });
  readonly reload = this.#news.publish;
}
