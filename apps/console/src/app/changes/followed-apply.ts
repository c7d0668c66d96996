import {
  computed,
  DestroyRef,
  effect,
  inject,
  resource,
  Service,
  signal,
  untracked,
} from '@angular/core';
import { Api } from '../api/api';
import { getAccessApply } from '../api/functions';
import type { AccessApply } from '../api/models';
import { LiveEvents } from '../live/live-events';
import { Session } from '../session/session';
import { Clock } from '../ui/clock';
import { lastAnswer } from '../ui/last-answer';
import { isOver } from './apply-words';

/**
 * One change on its way to the broker, step by step. The stream tells of each step, and so often that a question may
 * still be on its way: it is let come back before the next is asked.
 */
@Service({ autoProvided: false })
export class FollowedApply {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #events = inject(LiveEvents);

  /** Which one; nothing while none is followed. */
  readonly number = signal<number | undefined>(undefined);
  /** Grows with all that was heard; the question is asked until it is as new. */
  readonly #heard = signal(0);
  readonly #asked = signal(0);
  readonly #answer = resource({
    params: () => {
      const number = this.number();
      if (number === undefined || this.#session.refusal('getAccessApply') !== undefined)
        return undefined;
      return { number, asked: this.#asked(), openings: this.#events.openings() };
    },
    loader: async ({ params: { number } }) => {
      const apply = await this.#api.invoke(getAccessApply, { number });
      this.#told.set(apply);
      return apply;
    },
  });
  readonly #last = lastAnswer(this.#answer);
  /** Kept by hand: the next question may be asked before anybody has looked at the answer. */
  readonly #told = signal<AccessApply | undefined>(undefined);

  readonly latest = computed(() => {
    const apply = this.#told();
    return apply?.number === this.number() ? apply : undefined;
  });
  readonly failure = this.#last.failure;
  readonly isRunning = computed(() => {
    const apply = this.latest();
    return apply !== undefined && !isOver(apply.state);
  });

  constructor() {
    const { now } = inject(Clock);
    const release = this.#events.on('access_apply', ({ number }) => {
      if (number === untracked(this.number)) this.reload();
    });
    inject(DestroyRef).onDestroy(release);
    // Also without a stream: once a second.
    effect(() => {
      now();
      if (untracked(this.isRunning)) this.reload();
    });
    effect(() => {
      const [heard, isAsking] = [this.#heard(), this.#answer.isLoading()];
      if (!isAsking) this.#asked.set(heard);
    });
  }

  reload(): void {
    this.#heard.update((heard) => heard + 1);
  }
}
