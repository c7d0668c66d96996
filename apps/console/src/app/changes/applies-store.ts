import { computed, DestroyRef, inject, resource, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { listAccessApplies } from '../api/functions';
import { LiveEvents } from '../live/live-events';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';
import { isOver } from './apply-words';

/** The change that the stream told of last. */
interface Told {
  readonly number: number;
  readonly over: boolean;
  /** What was told before the stream was lost may be true no more. */
  readonly opening: number;
}

/** What was brought to the broker lately, and what is on its way; asked for again when one begins or ends. */
@Service({ autoProvided: false })
export class AppliesStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #events = inject(LiveEvents);
  readonly #changes = signal(0);
  readonly #heard = signal<Told | undefined>(undefined);
  readonly #told = computed(() => {
    const heard = this.#heard();
    return heard?.opening === this.#events.openings() ? heard : undefined;
  });

  readonly #answer = resource({
    params: () =>
      this.#session.refusal('listAccessApplies') === undefined
        ? { openings: this.#events.openings(), changes: this.#changes() }
        : undefined,
    loader: async () => (await this.#api.invoke(listAccessApplies)).applies,
  });
  readonly #last = lastAnswer(this.#answer);

  /** Newest first. */
  readonly applies = this.#last.latest;
  /** The number of the one that is on its way, whoever began it. */
  readonly running = computed(() => {
    const told = this.#told();
    if (told?.over === false) return told.number;
    const running = this.applies()?.find(({ state }) => !isOver(state))?.number;
    // The list may be from before it has ended.
    return running === told?.number ? undefined : running;
  });
  /** The last one that has ended. */
  readonly ended = computed(() => this.applies()?.find(({ state }) => isOver(state)));

  constructor() {
    const release = this.#events.on('access_apply', ({ number, state }) => {
      const [before, over] = [this.#told(), isOver(state)];
      this.#heard.set({ number, over, opening: this.#events.openings() });
      if (before?.number !== number || before.over !== over) this.reload();
    });
    inject(DestroyRef).onDestroy(release);
  }

  /** Asks anew, though an answer may be on its way. */
  reload(): void {
    this.#changes.update((changes) => changes + 1);
  }
}
