import { computed, inject, resource, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { getAccessRevisionDifference } from '../api/functions';
import type { AccessDifference } from '../api/models';
import { lastAnswer } from '../ui/last-answer';
import type { RevisionPair } from './changes-view';

interface Answer {
  readonly pair: RevisionPair;
  readonly difference: AccessDifference;
}

/** What is different between two revisions. */
@Service({ autoProvided: false })
export class ComparisonStore {
  readonly #api = inject(Api);
  readonly pair = signal<RevisionPair | undefined>(undefined, { equal: isSamePair });
  readonly #answer = resource({
    params: () => this.pair(),
    loader: async ({ params: pair }): Promise<Answer> => {
      const [number, to] = pair;
      return {
        pair,
        difference: await this.#api.invoke(getAccessRevisionDifference, { number, to }),
      };
    },
  });
  readonly #last = lastAnswer(this.#answer);

  /** Never that of two others. */
  readonly difference = computed(() => {
    const told = this.#last.latest();
    return isSamePair(told?.pair, this.pair()) ? told?.difference : undefined;
  });
  readonly failure = this.#last.failure;

  reload(): void {
    this.#answer.reload();
  }
}

function isSamePair(one: RevisionPair | undefined, other: RevisionPair | undefined): boolean {
  return one?.[0] === other?.[0] && one?.[1] === other?.[1];
}
