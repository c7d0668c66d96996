import { Component, computed, inject, input, output } from '@angular/core';
import type { AdminUser } from '../api/models';
import { Clock } from '../ui/clock';
import { type DeedItem, DeedsMenu } from '../ui/deeds-menu';
import { adminState, LAST_ADMIN, OWN_ACCOUNT } from './admin-words';

export type Deed =
  'edit' | 'resetPassword' | 'resetSecondFactor' | 'unlock' | 'endSessions' | 'delete';

/** What can be done to a user; what cannot is there as well, with the reason. */
@Component({
  selector: 'mcm-admin-menu',
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
export class AdminMenu {
  readonly user = input.required<AdminUser>();
  /** Why nothing can be changed. */
  readonly readOnly = input.required<string | undefined>();
  readonly isLastAdmin = input.required<boolean>();
  /** Whether it is who is logged in here. */
  readonly isMe = input.required<boolean>();
  readonly chosen = output<Deed>();

  readonly #now = inject(Clock).now;
  readonly #locked = computed(() => adminState(this.user(), this.#now()).icon === 'warning');

  protected readonly items = computed((): readonly DeedItem<Deed>[] => {
    const { mfaEnabled } = this.user();
    const own = this.isMe() ? OWN_ACCOUNT : undefined;
    const noFactor = mfaEnabled ? undefined : 'No second factor is set up.';
    const unlocked = this.#locked() ? undefined : 'Nobody is locked out under this name.';
    const stays = this.isLastAdmin() ? LAST_ADMIN : undefined;
    return [
      { deed: 'edit', label: 'Edit …' },
      { deed: 'resetPassword', label: 'Reset password …', reason: own },
      { deed: 'resetSecondFactor', label: 'Take second factor off …', reason: own ?? noFactor },
      { deed: 'unlock', label: 'Unlock', reason: unlocked },
      { deed: 'endSessions', label: 'End all sessions …' },
      { deed: 'delete', label: 'Delete …', reason: stays, danger: true },
    ];
  });
}
