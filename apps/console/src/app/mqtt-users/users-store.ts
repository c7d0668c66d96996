import { computed, inject, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { listMqttUsers } from '../api/functions';
import type { MqttUser } from '../api/models';
import { type DraftPage, draftList, PAGE_SIZE } from '../access/draft-list';
import { Session } from '../session/session';

export interface UsersQuery {
  readonly search: string;
  /** Only who has this role. */
  readonly role?: string | undefined;
  readonly cursor?: string | undefined;
}

/** The users of the broker, as the draft has them. */
@Service({ autoProvided: false })
export class UsersStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);

  readonly query = signal<UsersQuery>({ search: '' });
  readonly refusal = computed(() => this.#session.refusal('listMqttUsers'));
  /** Why nothing can be changed, for who may only look. */
  readonly readOnly = computed(() => this.#session.refusal('updateMqttUser'));
  readonly list = draftList(
    computed(() => (this.refusal() === undefined ? this.query() : undefined)),
    (query) => this.#ask(query),
  );

  async #ask({ search, role, cursor }: UsersQuery): Promise<DraftPage<MqttUser>> {
    const page = await this.#api.invoke(listMqttUsers, {
      limit: PAGE_SIZE,
      ...(search !== '' && { search }),
      ...(role !== undefined && { role }),
      ...(cursor !== undefined && { cursor }),
    });
    const { users, nextCursor, total, draftVersion } = page;
    return { entries: users, next: nextCursor, total, version: draftVersion };
  }
}
