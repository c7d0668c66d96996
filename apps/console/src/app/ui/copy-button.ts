import { Clipboard } from '@angular/cdk/clipboard';
import { LiveAnnouncer } from '@angular/cdk/a11y';
import { booleanAttribute, Component, DestroyRef, inject, input, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { Icon } from './icon';
import type { IconName } from './icons';

const TOLD_MS = 1_500;

@Component({
  selector: 'mcm-copy-button',
  imports: [Icon, MatButton, MatIconButton, MatTooltip],
  template: `
    @if (worded()) {
      <button matButton="outlined" type="button" [attr.aria-label]="label()" (click)="copy()">
        <mcm-icon [name]="copied() ? 'check' : 'copy'" />{{ copied() ? 'Copied' : 'Copy' }}
      </button>
    } @else {
      <button
        matIconButton
        type="button"
        [attr.aria-label]="label()"
        [matTooltip]="copied() ? 'Copied' : label()"
        (click)="copy()"
      >
        <mcm-icon class="small" [name]="copied() ? 'check' : icon()" />
      </button>
    }
  `,
})
export class CopyButton {
  readonly text = input.required<string>();
  readonly label = input.required<string>();
  readonly icon = input<IconName>('copy');
  /** Whether it says what it does, for what has to be copied now. */
  readonly worded = input(false, { transform: booleanAttribute });

  readonly #clipboard = inject(Clipboard);
  readonly #announcer = inject(LiveAnnouncer);
  protected readonly copied = signal(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  protected copy(): void {
    const done = this.#clipboard.copy(this.text());
    void this.#announcer.announce(done ? 'Copied' : 'This browser did not allow copying');
    this.copied.set(done);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.copied.set(false), TOLD_MS);
  }
}
