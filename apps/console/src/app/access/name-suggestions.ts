import { computed, debounced, inject, resource, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { listMqttRoles, listMqttUsers } from '../api/functions';

const SETTLE_MS = 200;
const SUGGESTED = 8;

/** Names of users or roles, as the draft has them, that contain what is typed. */
@Service({ autoProvided: false })
export class NameSuggestions {
  readonly #api = inject(Api);
  /** Whose names; nothing is suggested without. */
  readonly of = signal<'user' | 'role' | undefined>(undefined);
  readonly text = signal('');
  readonly #settled = debounced(this.text, SETTLE_MS);
  readonly #found = resource({
    params: () => {
      const of = this.of();
      return of && { of, text: this.#settled.hasValue() ? this.#settled.value() : '' };
    },
    loader: ({ params }) => this.#ask(params.of, params.text),
  });
  readonly names = computed(() => (this.#found.hasValue() ? this.#found.value() : []));

  async #ask(of: 'user' | 'role', text: string): Promise<readonly string[]> {
    const query = { limit: SUGGESTED, ...(text !== '' && { search: text }) };
    try {
      if (of === 'user') {
        const { users } = await this.#api.invoke(listMqttUsers, query);
        return users.map(({ username }) => username);
      }
      const { roles } = await this.#api.invoke(listMqttRoles, query);
      return roles.map(({ name }) => name);
    } catch {
      // The draft cannot be read just now: one types without suggestions then.
      return [];
    }
  }
}
