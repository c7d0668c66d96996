import { inject, Service } from '@angular/core';
import { editSeen, ifMatch, type Seen } from '../access/seen';
import { Api } from '../api/api';
import { deleteAclRule, listAclRules, updateAclRule } from '../api/functions';
import type { AclRule, AclRuleDetail, AclRuleRequest } from '../api/models';
import { Confirm } from '../ui/confirm';
import { whoseWords } from './rule-words';

/** The server takes so much of a search, and answers with so many rules at once. */
const [LONGEST_SEARCH, MOST_RULES] = [1_024, 500];

/** What is done to a rule. */
@Service({ autoProvided: false })
export class RuleDeeds {
  readonly #api = inject(Api);
  readonly #confirm = inject(Confirm);

  async delete(seen: Seen<AclRule>): Promise<boolean> {
    const { id, permission, topicFilter } = seen.thing;
    return this.#confirm.ask({
      heading: 'Delete this rule?',
      hits: [
        ['For', whoseWords(seen.thing)],
        ['Permission', permission],
        ['Topic filter', topicFilter],
      ],
      undo: 'take the change back in Changes, until it is applied',
      go: 'Delete',
      keep: 'Keep',
      act: () =>
        editSeen(
          seen,
          () => this.#read(seen),
          (version) => this.#api.invoke(deleteAclRule, { id, ...ifMatch(version) }),
        ),
    });
  }

  change(seen: Seen<AclRule>, body: AclRuleRequest): Promise<AclRuleDetail> {
    const { id } = seen.thing;
    return editSeen(
      seen,
      () => this.#read(seen),
      (version) => this.#api.invoke(updateAclRule, { id, body, ...ifMatch(version) }),
    );
  }

  /** A rule that says something else has another id: then it is not found, and not as it was seen. */
  async #read({ thing }: Seen<AclRule>): Promise<Seen<AclRule>> {
    const { id, principalType, principal, topicFilter } = thing;
    const { rules, draftVersion } = await this.#api.invoke(listAclRules, {
      search: topicFilter.slice(0, LONGEST_SEARCH),
      limit: MOST_RULES,
      ...(principalType !== undefined && { principalType }),
      ...(principal !== undefined && { principal }),
    });
    const found = rules.find((rule) => rule.id === id);
    return { thing: found ?? { ...thing, id: '' }, version: draftVersion };
  }
}
