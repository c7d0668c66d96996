import { computed, inject, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { assessAccessImpact } from '../api/functions';
import type { Impact } from '../api/models';
import { Attempt } from '../session/attempt';
import { DraftStore } from './draft-store';
import { ExplainStore } from './explain-store';
import type { Draft } from './policy-files';

/** What the draft changes on all topics that MCM has observed, as the server works it out. */
@Service({ autoProvided: false })
export class ObservedImpact {
  readonly #api = inject(Api);
  readonly #draft = inject(DraftStore).current;
  readonly #broker = inject(ExplainStore).broker;
  readonly #attempt = new Attempt();
  readonly #told = signal<{ readonly draft: Draft; readonly impact: Impact } | undefined>(
    undefined,
  );

  readonly asking = this.#attempt.asking;
  readonly failure = this.#attempt.refusal;
  readonly answer = computed(() => this.#told()?.impact);
  /** Whether the draft has changed since. */
  readonly outdated = computed(() => this.#told()?.draft !== this.#draft());

  async ask(): Promise<void> {
    const draft = this.#draft();
    const body = { after: { draft }, broker: this.#broker().line };
    await this.#attempt.make(async () => {
      this.#told.set({ draft, impact: await this.#api.invoke(assessAccessImpact, { body }) });
    });
  }
}
