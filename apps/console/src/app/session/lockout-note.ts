import { Component, computed, inject } from '@angular/core';
import { countdown } from '../ui/formats';
import { Note } from '../ui/note';
import { Lockout } from './lockout';

/** How long nobody looks at passwords and codes, as seconds go by; afterwards, that one may try again. */
@Component({
  selector: 'mcm-lockout-note',
  imports: [Note],
  template: `
    @if (left(); as left) {
      <mcm-note kind="warning">
        <b>Too many wrong passwords or codes.</b> Try again in
        <!-- Read out once: a reader that is told every second says nothing else. -->
        <b class="left" aria-hidden="true">{{ left }}</b>
        <span class="cdk-visually-hidden">some minutes; it will be said here</span>.
        <ng-content />
      </mcm-note>
    } @else if (lockout.isOver()) {
      <mcm-note kind="ok">You can try again now.</mcm-note>
    }
  `,
  styles: `
    :host {
      display: contents;
    }
    .left {
      white-space: nowrap;
    }
  `,
})
export class LockoutNote {
  protected readonly lockout = inject(Lockout);
  protected readonly left = computed(() => {
    const seconds = this.lockout.left();
    return seconds && countdown(seconds);
  });
}
