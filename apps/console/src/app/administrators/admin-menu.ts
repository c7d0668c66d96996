import { Component, computed, inject, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatTooltip } from '@angular/material/tooltip';
import type { AdminUser } from '../api/models';
import { Clock } from '../ui/clock';
import { Icon } from '../ui/icon';
import { adminState, LAST_ADMIN, OWN_ACCOUNT } from './admin-words';

export type Deed =
  'edit' | 'resetPassword' | 'resetSecondFactor' | 'unlock' | 'endSessions' | 'delete';

/** What can be done to a user; what cannot is there as well, with the reason. */
@Component({
  selector: 'mcm-admin-menu',
  imports: [Icon, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, MatTooltip],
  template: `
    <button
      matIconButton
      type="button"
      [attr.aria-label]="'Actions for ' + user().username"
      [matMenuTriggerFor]="deeds"
    >
      <mcm-icon name="more" />
    </button>
    <mat-menu #deeds="matMenu" xPosition="before">
      @if (readOnly(); as reason) {
        <p class="caption">{{ reason }}</p>
      }
      @for (item of items(); track item.deed) {
        <button
          mat-menu-item
          type="button"
          disabledInteractive
          [class.danger]="item.deed === 'delete' && !item.reason"
          [disabled]="item.reason !== undefined"
          [matTooltip]="item.reason"
          matTooltipPosition="left"
          (click)="item.reason === undefined && chosen.emit(item.deed)"
        >
          {{ item.label }}
        </button>
      }
    </mat-menu>
  `,
  styles: `
    p {
      max-width: 260px;
      padding: 6px 12px 8px;
      border-bottom: 1px solid var(--mcm-line);
      color: var(--mcm-text-2);
    }
    .danger {
      --mat-menu-item-label-text-color: var(--mcm-fault);
    }
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

  protected readonly items = computed(
    (): readonly { deed: Deed; label: string; reason: string | undefined }[] => {
      const all = this.readOnly();
      const { mfaEnabled } = this.user();
      const own = this.isMe() ? OWN_ACCOUNT : undefined;
      const noFactor = mfaEnabled ? undefined : 'No second factor is set up.';
      return [
        { deed: 'edit', label: 'Edit …', reason: all },
        { deed: 'resetPassword', label: 'Reset password …', reason: all ?? own },
        {
          deed: 'resetSecondFactor',
          label: 'Take second factor off …',
          reason: all ?? own ?? noFactor,
        },
        {
          deed: 'unlock',
          label: 'Unlock',
          reason: all ?? (this.#locked() ? undefined : 'Nobody is locked out under this name.'),
        },
        { deed: 'endSessions', label: 'End all sessions …', reason: all },
        {
          deed: 'delete',
          label: 'Delete …',
          reason: all ?? (this.isLastAdmin() ? LAST_ADMIN : undefined),
        },
      ];
    },
  );
}
