import { computed, DestroyRef, inject, linkedSignal, resource, Service } from '@angular/core';
import { Api } from '../api/api';
import { getStatus } from '../api/functions';
import type { Status } from '../api/models';
import { LiveEvents } from '../live/live-events';
import { PageVisibility } from '../live/page-visibility';
import { Session } from '../session/session';
import { Clock } from '../ui/clock';
import { type Failure, failureOf } from '../ui/failure';

const EVERY_MS = 2_000;

interface Answer {
  readonly status: Status;
  /** When it was true, by the server's clock. */
  readonly at: number;
}

/** The status of MCM and its broker, every 2 s while somebody can see it. */
@Service()
export class StatusStore {
  readonly #api = inject(Api);
  readonly #clock = inject(Clock);
  readonly #session = inject(Session);
  readonly #visible = inject(PageVisibility).visible;
  readonly #openings = inject(LiveEvents).openings;

  readonly #answer = resource({
    params: () =>
      this.#session.token() !== undefined && this.#visible()
        ? { openings: this.#openings() }
        : undefined,
    loader: async (): Promise<Answer> => {
      const status = await this.#api.invoke(getStatus);
      return { status, at: this.#clock.read() };
    },
  });

  /** The last true picture stays when the next one fails or is still on its way. */
  readonly #last = linkedSignal<Answer | undefined, Answer | undefined>({
    source: () => (this.#answer.hasValue() ? this.#answer.value() : undefined),
    computation: (answer, previous) =>
      this.#session.token() === undefined ? undefined : (answer ?? previous?.value),
  });

  readonly latest = computed(() => this.#last()?.status);
  readonly at = computed(() => this.#last()?.at);
  /** Why the last question failed; it stands until another is answered. */
  readonly failure = linkedSignal<Error | undefined, Failure | undefined>({
    source: this.#answer.error,
    computation: (error, previous) => {
      if (error !== undefined) return failureOf(error);
      return this.#answer.hasValue() ? undefined : previous?.value;
    },
  }).asReadonly();

  constructor() {
    const timer = setInterval(() => this.refresh(), EVERY_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  /** Asks now, unless an answer is on its way. */
  refresh(): void {
    this.#answer.reload();
  }
}
