import { computed, DestroyRef, inject, linkedSignal, resource, Service } from '@angular/core';
import { Api } from '../api/api';
import { listRetainedDeletions, undoRetainedDeletion } from '../api/functions';
import type { RetainedDeletion } from '../api/models';
import { LiveEvents } from '../live/live-events';
import { PageVisibility } from '../live/page-visibility';
import { Session } from '../session/session';
import { Confirm } from '../ui/confirm';
import { counted, size } from '../ui/formats';
import { lastAnswer } from '../ui/last-answer';
import { isRunning } from './deletion-words';

const EVERY_MS = 1_000;

/** What has ended so far: each deletion or its undo, by when it did. */
interface Ends {
  readonly known: ReadonlySet<string>;
  readonly since: number;
}

/** The deletions that run and those of the last 24 hours; while one runs, once a second. */
@Service({ autoProvided: false })
export class DeletionsStore {
  readonly #api = inject(Api);
  readonly #confirm = inject(Confirm);
  readonly #session = inject(Session);
  readonly #openings = inject(LiveEvents).openings;
  readonly #visible = inject(PageVisibility).visible;

  readonly refusal = computed(() => this.#session.refusal('listRetainedDeletions'));
  readonly #answer = resource({
    params: () => (this.refusal() === undefined ? { openings: this.#openings() } : undefined),
    loader: () => this.#api.invoke(listRetainedDeletions),
  });
  readonly #last = lastAnswer(this.#answer);

  /** The latest first. */
  readonly deletions = computed(() => this.#last.latest()?.deletions);
  readonly running = computed(() => (this.deletions() ?? []).filter(isRunning));
  readonly #ends = linkedSignal<readonly RetainedDeletion[] | undefined, Ends | undefined>({
    source: this.deletions,
    computation: (deletions, previous) => {
      const before = previous?.value;
      if (deletions === undefined) return before;
      const ended = deletions.filter((deletion) => !isRunning(deletion));
      const known = new Set(ended.map(({ id, endedAt }) => `${id} ${endedAt}`));
      if (before === undefined) return { known, since: 0 };
      const news = [...known].filter((end) => !before.known.has(end));
      return { known, since: before.since + news.length };
    },
  });
  /** How many deletions and undos have ended since the first answer; one may run and end between two answers. */
  readonly ended = computed(() => this.#ends()?.since ?? 0);
  readonly asking = this.#answer.isLoading;
  readonly failure = this.#last.failure;

  constructor() {
    const timer = setInterval(() => {
      if (this.running().length > 0 && this.#visible()) this.reload();
    }, EVERY_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  reload(): void {
    this.#answer.reload();
  }

  /** Whether the undo was begun. */
  async undo({ id, filter, deleted, payloadBytes }: RetainedDeletion): Promise<boolean> {
    const begun = await this.#confirm.ask({
      heading: `Restore ${counted(deleted, 'retained message')}?`,
      text: 'MCM publishes them once more, with the payload, QoS and properties that they had.',
      hits: [
        ['Filter', filter],
        ['Messages', `${counted(deleted, 'message')}, ${size(payloadBytes)}`],
        ['New ones', 'where something new is retained since, it stays'],
        ['Subscribers', 'get them again, as new messages'],
      ],
      undo: 'delete them again',
      go: 'Restore',
      keep: 'Leave them deleted',
      act: async () => {
        await this.#api.invoke(undoRetainedDeletion, { id });
      },
    });
    this.reload();
    return begun;
  }
}
