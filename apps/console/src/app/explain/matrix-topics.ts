import { computed, inject, resource, Service, signal } from '@angular/core';
import { filterProblem } from '#domain/mqtt';
import { Api } from '../api/api';
import { listTopics } from '../api/functions';
import { LiveEvents } from '../live/live-events';
import { guessMode } from '../topics/topic-search';
import { lastAnswer } from '../ui/last-answer';

/** Topics that the matrix shows at once. */
const SHOWN = 50;
/** A search may answer with few or none, and more to look through: so often it is gone on with. */
const MOST_QUESTIONS = 10;

export interface FoundTopics {
  readonly topics: readonly string[];
  /** Whether there are others. */
  readonly more: boolean;
  /** How many there are, where the server has counted them. */
  readonly total?: number;
}

/** The observed topics that a text finds: those it is a part of, or that it selects as a filter. */
@Service({ autoProvided: false })
export class MatrixTopics {
  readonly #api = inject(Api);
  readonly #openings = inject(LiveEvents).openings;
  readonly text = signal('');
  readonly problem = computed(() =>
    guessMode(this.text()) === 'filter' ? filterProblem(this.text()) : undefined,
  );
  readonly #answer = resource({
    params: () => {
      const [text, openings] = [this.text(), this.#openings()];
      return this.problem() === undefined ? { text, openings } : undefined;
    },
    loader: ({ params }) => this.#ask(params.text),
  });
  readonly #last = lastAnswer(this.#answer);
  readonly found = this.#last.latest;
  readonly failure = this.#last.failure;

  reload(): void {
    this.#answer.reload();
  }

  /** A page may hold fewer than were asked for, and more follow. */
  async #ask(text: string): Promise<FoundTopics> {
    const by = guessMode(text) === 'filter' ? { filter: text } : { contains: text };
    const found: string[] = [];
    let cursor: string | undefined;
    let total: number | undefined;
    for (let asked = 0; asked < MOST_QUESTIONS; asked += 1) {
      const page = await this.#api.invoke(listTopics, {
        sort: 'name',
        limit: SHOWN - found.length,
        ...(text !== '' && by),
        ...(cursor !== undefined && { cursor }),
      });
      found.push(...page.topics.map(({ topic }) => topic));
      cursor = page.nextCursor;
      total ??= page.total;
      if (cursor === undefined || found.length >= SHOWN) break;
    }
    return { topics: found, more: cursor !== undefined, ...(total !== undefined && { total }) };
  }
}
