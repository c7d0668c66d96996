import { computed, inject, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { getMqttUser, listAclRules } from '../api/functions';
import { type DraftPage, draftList } from '../access/draft-list';
import type { AclRule, MqttUser } from '../api/models';
import { Session } from '../session/session';

/** Rules of a user that are shown beside it. */
const MOST_RULES = 50;

/** One user, with the rules for it alone. */
export interface UserPage extends DraftPage<AclRule> {
  readonly user: MqttUser;
}

/** The user that is chosen, and the rules for it alone. */
@Service({ autoProvided: false })
export class UserStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);

  readonly id = signal<string | undefined>(undefined);
  readonly list = draftList(
    computed(() => {
      const id = this.id();
      const refused = this.#session.refusal('getMqttUser') ?? this.#session.refusal('listAclRules');
      return id === undefined || refused !== undefined ? undefined : { id };
    }),
    ({ id }) => this.#ask(id),
  );
  /** Of whom is chosen now, not of whom was before. */
  readonly latest = computed(() => (this.list.outdated() ? undefined : this.list.page()));

  async #ask(id: string): Promise<UserPage> {
    const { user } = await this.#api.invoke(getMqttUser, { id });
    const { rules, total, draftVersion } = await this.#api.invoke(listAclRules, {
      principalType: 'user',
      principal: user.username,
      limit: MOST_RULES,
    });
    return { user, entries: rules, total, version: draftVersion };
  }
}
