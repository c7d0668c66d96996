import { Component, computed, input, output } from '@angular/core';
import type { MqttUser } from '../api/models';
import { type DeedItem, DeedsMenu } from '../ui/deeds-menu';

export type UserDeed = 'edit' | 'password' | 'disable' | 'enable' | 'rule' | 'delete';

const NO_ACCOUNT = 'It has no password that could be taken away.';

/** What can be done to a user of the broker. */
@Component({
  selector: 'mcm-user-menu',
  imports: [DeedsMenu],
  template: `
    <mcm-deeds-menu
      [name]="user().username"
      [readOnly]="readOnly()"
      [items]="items()"
      (chosen)="chosen.emit($event)"
    />
  `,
})
export class UserMenu {
  readonly user = input.required<MqttUser>();
  /** Why nothing can be changed. */
  readonly readOnly = input.required<string | undefined>();
  readonly chosen = output<UserDeed>();

  protected readonly items = computed((): readonly DeedItem<UserDeed>[] => {
    const { disabled, unknownToPasswordFile: noAccount } = this.user();
    const reason = noAccount ? NO_ACCOUNT : undefined;
    return [
      { deed: 'edit', label: 'Edit …' },
      { deed: 'password', label: noAccount ? 'Give it a password …' : 'Set another password …' },
      disabled
        ? { deed: 'enable', label: 'Enable', reason }
        : { deed: 'disable', label: 'Disable', reason },
      { deed: 'rule', label: 'New rule for it …' },
      { deed: 'delete', label: 'Delete …', danger: true },
    ];
  });
}
