import { computed, inject, resource, Service } from '@angular/core';
import { Api } from '../api/api';
import { listJsonSchemas } from '../api/functions';
import { followVerdicts } from '../schemas/follow-verdicts';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';

/** More than there can be. */
const ALL = 500;

/** The schemas with their counts, as far as the role may read them; kept current. */
@Service({ autoProvided: false })
export class BrokenSchemas {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #answer = resource({
    params: () =>
      this.#session.refusal('listJsonSchemas') === undefined ? { limit: ALL } : undefined,
    loader: async ({ params }) => (await this.#api.invoke(listJsonSchemas, params)).schemas,
  });
  readonly #last = lastAnswer(this.#answer);
  readonly schemas = computed(() => this.#last.latest() ?? []);

  constructor() {
    followVerdicts(() => void this.#answer.reload());
  }
}
