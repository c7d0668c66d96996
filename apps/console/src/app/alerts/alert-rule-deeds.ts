import { inject, Service } from '@angular/core';
import { Api } from '../api/api';
import { deleteAlertRule, getAlertRule, updateAlertRule } from '../api/functions';
import type { AlertRule } from '../api/models';
import { Confirm } from '../ui/confirm';
import { counted } from '../ui/formats';
import { wishOf } from './alert-rule-draft';
import { conditionText, type SchemaNames } from './condition-words';

export type AlertRuleDeed = 'edit' | 'delete';

/** What is done to a rule. */
@Service({ autoProvided: false })
export class AlertRuleDeeds {
  readonly #api = inject(Api);
  readonly #confirm = inject(Confirm);

  /** The rule as it is now, and its entity tag. */
  async read(id: number) {
    const { body, headers } = await this.#api.invoke$Response(getAlertRule, { id });
    return { rule: body, version: headers.get('etag') };
  }

  /** Answers what is to be told. */
  async enable({ id }: AlertRule, enabled: boolean): Promise<string> {
    const { rule, version } = await this.read(id);
    const wish = wishOf(rule);
    const body = { ...wish, labels: { ...wish.labels }, enabled };
    const tag = version === null ? {} : { 'If-Match': version };
    await this.#api.invoke(updateAlertRule, { id, body, ...tag });
    return `The rule ${rule.name} was ${enabled ? 'enabled' : 'disabled'}.`;
  }

  async delete(rule: AlertRule, schemas: SchemaNames): Promise<string | undefined> {
    const { id, name, firing } = rule;
    const { condition } = wishOf(rule);
    const done = await this.#confirm.ask({
      heading: `Delete the rule ${name}?`,
      text: 'Its incidents stay in the history.',
      hits: [
        ['It asks', conditionText(condition, schemas)],
        ...(firing > 0
          ? [['Fires now', `${counted(firing, 'alert')}, told to be resolved`] as const]
          : []),
      ],
      ...{ go: 'Delete', keep: 'Keep' },
      act: () => this.#api.invoke(deleteAlertRule, { id }),
    });
    return done ? `The rule ${name} was deleted.` : undefined;
  }
}
