import { BreakpointObserver } from '@angular/cdk/layout';
import { Component, computed, type ElementRef, inject, signal, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatSidenav, MatSidenavContainer, MatSidenavContent } from '@angular/material/sidenav';
import { RouterOutlet } from '@angular/router';
import { LogStore } from '../log/log-store';
import { Session } from '../session/session';
import { Nav } from './nav';
import { Notices } from './notices';
import { TopBar } from './top-bar';

const NARROW = '(max-width: 799px)';
const MIDDLE = '(min-width: 800px) and (max-width: 1099px)';

/** The frame around every page: bar, navigation (rail under 1100 px, drawer under 800), notices. */
@Component({
  selector: 'mcm-shell',
  imports: [MatSidenav, MatSidenavContainer, MatSidenavContent, Nav, Notices, RouterOutlet, TopBar],
  template: `
    <button type="button" class="skip" (click)="main().nativeElement.focus()">
      Skip to the page
    </button>
    <mcm-top-bar [drawer]="narrow()" (menu)="open.set(!open())" />
    <mat-sidenav-container [hasBackdrop]="narrow()" [class.as-rail]="middle()">
      <mat-sidenav
        [mode]="narrow() ? 'over' : 'side'"
        [opened]="!narrow() || open()"
        (closedStart)="open.set(false)"
        [disableClose]="!narrow()"
      >
        <mcm-nav [rail]="middle()" (chosen)="open.set(false)" />
      </mat-sidenav>
      <mat-sidenav-content>
        <mcm-notices />
        <main #content tabindex="-1"><router-outlet /></main>
      </mat-sidenav-content>
    </mat-sidenav-container>
  `,
  styleUrl: './shell.scss',
})
export class Shell {
  readonly #media = toSignal(inject(BreakpointObserver).observe([NARROW, MIDDLE]));
  protected readonly narrow = computed(() => this.#media()?.breakpoints[NARROW] ?? false);
  protected readonly middle = computed(() => this.#media()?.breakpoints[MIDDLE] ?? false);
  protected readonly open = signal(false);
  protected readonly main = viewChild.required<ElementRef<HTMLElement>>('content');

  constructor() {
    // The stream tells the last lines of the log once, at its start: whoever keeps them must be there.
    inject(LogStore);
    void inject(Session).refresh();
  }
}
