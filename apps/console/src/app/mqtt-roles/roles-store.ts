import { computed, inject, Service, signal } from '@angular/core';
import { type DraftPage, draftList, PAGE_SIZE } from '../access/draft-list';
import { Api } from '../api/api';
import { getMqttRole, listMqttRoles } from '../api/functions';
import type { MqttRole } from '../api/models';
import { Session } from '../session/session';

export interface RolesQuery {
  readonly search: string;
  readonly cursor?: string | undefined;
}

/** The roles of the broker, as the draft has them, and the one that is chosen. */
@Service({ autoProvided: false })
export class RolesStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);

  readonly query = signal<RolesQuery>({ search: '' });
  readonly id = signal<string | undefined>(undefined);
  readonly refusal = computed(() => this.#session.refusal('listMqttRoles'));
  /** Why nothing can be changed, for who may only look. */
  readonly readOnly = computed(() => this.#session.refusal('updateMqttRole'));
  readonly list = draftList(
    computed(() => (this.refusal() === undefined ? this.query() : undefined)),
    (query) => this.#ask(query),
  );
  readonly chosen = draftList(
    computed(() => {
      const id = this.id();
      return id === undefined || this.refusal() !== undefined ? undefined : { id };
    }),
    async ({ id }) => {
      const { role, draftVersion } = await this.#api.invoke(getMqttRole, { id });
      return { entries: [role], total: 1, version: draftVersion };
    },
  );
  /** What is chosen now, not what was before. */
  readonly latest = computed(() =>
    this.chosen.outdated() ? undefined : this.chosen.page()?.entries[0],
  );

  async #ask({ search, cursor }: RolesQuery): Promise<DraftPage<MqttRole>> {
    const { roles, nextCursor, total, draftVersion } = await this.#api.invoke(listMqttRoles, {
      limit: PAGE_SIZE,
      ...(search !== '' && { search }),
      ...(cursor !== undefined && { cursor }),
    });
    return { entries: roles, next: nextCursor, total, version: draftVersion };
  }
}
