import { computed, inject, resource, Service } from '@angular/core';
import { Api } from '../api/api';
import { listJsonSchemas } from '../api/functions';
import { Session } from '../session/session';
import type { SchemaNames } from './condition-words';

const MOST = 500;

/** The names of the JSON Schemas, as far as the role may know them. */
@Service({ autoProvided: false })
export class SchemaChoices {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #found = resource({
    params: () => (this.#session.refusal('listJsonSchemas') === undefined ? {} : undefined),
    loader: () => this.#ask(),
  });
  readonly names = computed((): SchemaNames =>
    this.#found.hasValue() ? this.#found.value() : new Map<number, string>(),
  );

  async #ask(): Promise<SchemaNames> {
    try {
      const { schemas } = await this.#api.invoke(listJsonSchemas, { limit: MOST });
      return new Map(schemas.map(({ id, name }) => [id, name]));
    } catch {
      // They are not told just now: a rule says the number of its schema then.
      return new Map();
    }
  }
}
