import { Component, computed, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatTooltip } from '@angular/material/tooltip';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icons';
import { Theme, type ThemeName } from './theme';

interface Choice {
  readonly name: ThemeName;
  readonly label: string;
  readonly icon: IconName;
}

const SYSTEM: Choice = { name: 'system', label: 'As the system', icon: 'system' };
const CHOICES: readonly Choice[] = [
  SYSTEM,
  { name: 'light', label: 'Light', icon: 'sun' },
  { name: 'dark', label: 'Dark', icon: 'moon' },
];

@Component({
  selector: 'mcm-theme-menu',
  imports: [Icon, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, MatTooltip],
  template: `
    <button
      matIconButton
      type="button"
      [matMenuTriggerFor]="themes"
      [attr.aria-label]="'Theme: ' + current().label"
      matTooltip="Theme"
    >
      <mcm-icon [name]="current().icon" />
    </button>
    <mat-menu #themes="matMenu" xPosition="before">
      @for (choice of choices; track choice.name) {
        <button
          mat-menu-item
          type="button"
          role="menuitemradio"
          [attr.aria-checked]="choice.name === theme.chosen()"
          (click)="theme.choose(choice.name)"
        >
          <span class="choice">
            <mcm-icon [name]="choice.icon" />
            <span>{{ choice.label }}</span>
            @if (choice.name === theme.chosen()) {
              <mcm-icon class="chosen" name="check" />
            }
          </span>
        </button>
      }
    </mat-menu>
  `,
  styles: `
    .choice {
      display: flex;
      align-items: center;
      gap: 10px;
      min-width: 132px;
    }
    .chosen {
      margin-left: auto;
      color: var(--mcm-accent);
    }
  `,
})
export class ThemeMenu {
  protected readonly theme = inject(Theme);
  protected readonly choices = CHOICES;
  protected readonly current = computed(
    () => CHOICES.find(({ name }) => name === this.theme.chosen()) ?? SYSTEM,
  );
}
