import { computed, inject, Service, signal } from '@angular/core';
import { type DraftPage, draftList, PAGE_SIZE } from '../access/draft-list';
import { Api } from '../api/api';
import { listAclRules } from '../api/functions';
import type { AclRule, AclRuleDetail, PrincipalType } from '../api/models';
import { Session } from '../session/session';
import type { Seen } from '../access/seen';

export interface RulesQuery {
  readonly search: string;
  readonly type?: PrincipalType | undefined;
  /** Of a user or role, exactly. */
  readonly principal?: string | undefined;
  readonly cursor?: string | undefined;
}

/** The rules of the broker, as the draft has them. */
@Service({ autoProvided: false })
export class RulesStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);

  readonly query = signal<RulesQuery>({ search: '' });
  readonly refusal = computed(() => this.#session.refusal('listAclRules'));
  /** Why nothing can be changed, for who may only look. */
  readonly readOnly = computed(() => this.#session.refusal('updateAclRule'));
  readonly list = draftList(
    computed(() => (this.refusal() === undefined ? this.query() : undefined)),
    (query) => this.#ask(query),
  );
  /** What was made last: it may stand on another page. */
  readonly #made = signal<Seen<AclRule> | undefined>(undefined);

  /** A rule of the page that is shown, or the one that was made last. */
  find(id: string | undefined): Seen<AclRule> | undefined {
    const page = this.list.page();
    const rule = page?.entries.find((entry) => entry.id === id);
    if (page !== undefined && rule !== undefined) return { thing: rule, version: page.version };
    const made = this.#made();
    return made?.thing.id === id ? made : undefined;
  }

  made({ draftVersion, ...rule }: AclRuleDetail): void {
    this.#made.set({ thing: rule, version: draftVersion });
  }

  async #ask({ search, type, principal, cursor }: RulesQuery): Promise<DraftPage<AclRule>> {
    const { rules, nextCursor, total, draftVersion } = await this.#api.invoke(listAclRules, {
      limit: PAGE_SIZE,
      ...(search !== '' && { search }),
      ...(type !== undefined && { principalType: type }),
      ...(principal !== undefined && { principal }),
      ...(cursor !== undefined && { cursor }),
    });
    return { entries: rules, next: nextCursor, total, version: draftVersion };
  }
}
