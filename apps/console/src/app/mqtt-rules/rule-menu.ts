import { Component, computed, input, output } from '@angular/core';
import type { AclRule } from '../api/models';
import { type DeedItem, DeedsMenu } from '../ui/deeds-menu';
import { whoseWords } from './rule-words';

export type RuleDeed = 'edit' | 'delete';

const ITEMS: readonly DeedItem<RuleDeed>[] = [
  { deed: 'edit', label: 'Edit …' },
  { deed: 'delete', label: 'Delete …', danger: true },
];

/** What can be done to a rule. */
@Component({
  selector: 'mcm-rule-menu',
  imports: [DeedsMenu],
  template: `
    <mcm-deeds-menu
      [name]="name()"
      [readOnly]="readOnly()"
      [items]="items"
      (chosen)="chosen.emit($event)"
    />
  `,
})
export class RuleMenu {
  readonly rule = input.required<AclRule>();
  /** Why nothing can be changed. */
  readonly readOnly = input.required<string | undefined>();
  readonly chosen = output<RuleDeed>();
  protected readonly items = ITEMS;
  protected readonly name = computed(() => {
    const rule = this.rule();
    return `${rule.permission} ${rule.topicFilter} of ${whoseWords(rule)}`;
  });
}
