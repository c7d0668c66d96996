import { Component, input, output } from '@angular/core';
import type { MqttRole } from '../api/models';
import { type DeedItem, DeedsMenu } from '../ui/deeds-menu';

export type RoleDeed = 'edit' | 'delete';

const ITEMS: readonly DeedItem<RoleDeed>[] = [
  { deed: 'edit', label: 'Edit …' },
  { deed: 'delete', label: 'Delete …', danger: true },
];

/** What can be done to a role. */
@Component({
  selector: 'mcm-role-menu',
  imports: [DeedsMenu],
  template: `
    <mcm-deeds-menu
      [name]="role().name"
      [readOnly]="readOnly()"
      [items]="items"
      (chosen)="chosen.emit($event)"
    />
  `,
})
export class RoleMenu {
  readonly role = input.required<MqttRole>();
  /** Why nothing can be changed. */
  readonly readOnly = input.required<string | undefined>();
  readonly chosen = output<RoleDeed>();
  protected readonly items = ITEMS;
}
