import { Component, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatTooltip } from '@angular/material/tooltip';
import { Icon } from './icon';

/** Something that can be done, or the reason why not. */
export interface DeedItem<Deed extends string> {
  readonly deed: Deed;
  readonly label: string;
  readonly reason?: string | undefined;
  readonly danger?: boolean;
}

/** What can be done to a thing; what cannot is there as well, with the reason. */
@Component({
  selector: 'mcm-deeds-menu',
  imports: [Icon, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, MatTooltip],
  template: `
    <button
      matIconButton
      type="button"
      [attr.aria-label]="'Actions for ' + name()"
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
          [class.danger]="item.danger && !reasonOf(item)"
          [disabled]="reasonOf(item) !== undefined"
          [matTooltip]="reasonOf(item)"
          matTooltipPosition="left"
          (click)="reasonOf(item) === undefined && chosen.emit(item.deed)"
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
export class DeedsMenu<Deed extends string> {
  /** What it is done to. */
  readonly name = input.required<string>();
  /** Why nothing of it can be done. */
  readonly readOnly = input<string>();
  readonly items = input.required<readonly DeedItem<Deed>[]>();
  readonly chosen = output<Deed>();

  protected reasonOf({ reason }: DeedItem<Deed>): string | undefined {
    return this.readOnly() ?? reason;
  }
}
