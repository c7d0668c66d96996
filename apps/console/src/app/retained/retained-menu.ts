import { Component, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatTooltip } from '@angular/material/tooltip';
import { Icon } from '../ui/icon';

export type RetainedDeed = 'publish' | 'delete';

/** What can be done to a retained message; what the role does not allow is there as well, with the reason. */
@Component({
  selector: 'mcm-retained-menu',
  imports: [Icon, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, MatTooltip],
  template: `
    <button
      matIconButton
      type="button"
      [attr.aria-label]="'Actions for ' + topic()"
      [matMenuTriggerFor]="deeds"
    >
      <mcm-icon name="more" />
    </button>
    <mat-menu #deeds="matMenu" xPosition="before">
      <button
        mat-menu-item
        type="button"
        disabledInteractive
        [disabled]="mute() !== undefined"
        [matTooltip]="mute()"
        matTooltipPosition="left"
        (click)="mute() === undefined && chosen.emit('publish')"
      >
        Publish another value …
      </button>
      <button
        mat-menu-item
        type="button"
        disabledInteractive
        [class.danger]="readOnly() === undefined"
        [disabled]="readOnly() !== undefined"
        [matTooltip]="readOnly()"
        matTooltipPosition="left"
        (click)="readOnly() === undefined && chosen.emit('delete')"
      >
        Delete …
      </button>
    </mat-menu>
  `,
  styles: `
    .danger {
      --mat-menu-item-label-text-color: var(--mcm-fault);
    }
  `,
})
export class RetainedMenu {
  readonly topic = input.required<string>();
  /** Why it cannot be deleted. */
  readonly readOnly = input.required<string | undefined>();
  /** Why nothing can be published. */
  readonly mute = input.required<string | undefined>();
  readonly chosen = output<RetainedDeed>();
}
