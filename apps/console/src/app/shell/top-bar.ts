import { Component, computed, inject, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import { AlertBell } from '../alerts/alert-bell';
import { PendingChanges } from '../changes/pending-changes';
import { LiveEvents } from '../live/live-events';
import { BrokerState } from '../status/broker-state';
import { StatusStore } from '../status/status-store';
import { Clock } from '../ui/clock';
import { duration, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Logo } from '../ui/logo';
import { AccountMenu } from './account-menu';
import { ThemeMenu } from './theme-menu';

@Component({
  selector: 'mcm-top-bar',
  imports: [
    AccountMenu,
    AlertBell,
    Icon,
    Logo,
    MatIconButton,
    MatTooltip,
    PendingChanges,
    RouterLink,
    ThemeMenu,
  ],
  template: `
    @if (drawer()) {
      <button matIconButton type="button" aria-label="Menu" (click)="menu.emit()">
        <mcm-icon class="large" name="menu" />
      </button>
    }
    <a class="brand" routerLink="/overview" aria-label="MCM, to the overview">
      <mcm-logo />
      <span>MCM</span>
    </a>
    <span class="grow"></span>
    @if (stream(); as text) {
      <button
        type="button"
        class="state lost"
        (click)="live.tryNow()"
        [matTooltip]="text + ' Press to try now.'"
      >
        <mcm-icon name="offline" />
        <span class="wide">{{ text }}</span>
        <span class="cdk-visually-hidden slim">{{ text }}</span>
      </button>
    }
    <span class="state" tabindex="0" role="status" [matTooltip]="broker().exact">
      <mcm-icon [class]="broker().mark" [name]="broker().mark" />
      <span>
        <b>{{ broker().word }}</b>
        <span class="wide" aria-hidden="true"> {{ broker().since }}</span>
      </span>
    </span>
    <mcm-alert-bell />
    <mcm-pending-changes />
    <mcm-theme-menu />
    <mcm-account-menu />
  `,
  styleUrl: './top-bar.scss',
  host: { role: 'banner' },
})
export class TopBar {
  readonly drawer = input(false);
  readonly menu = output();

  protected readonly live = inject(LiveEvents);
  readonly #broker = inject(BrokerState).current;
  readonly #status = inject(StatusStore);
  readonly #now = inject(Clock).now;

  protected readonly broker = computed(() => {
    const broker = this.#broker();
    if (broker === undefined) {
      return { mark: 'unknown', word: 'Broker …', since: '', exact: 'Asking MCM.' } as const;
    }
    if (this.live.state().kind === 'lost' && this.#status.failure() !== undefined) {
      const was = broker.status === 'connected' ? 'connected to' : 'without';
      const at = this.#status.at();
      return {
        mark: 'unknown',
        word: 'Unknown',
        since: '',
        exact: `Nobody says. MCM was ${was} the broker${at ? ` at ${exactly(at)}` : ''}.`,
      } as const;
    }
    const connected = broker.status === 'connected';
    return {
      mark: connected ? 'ok' : 'fault',
      word: connected ? 'Connected' : 'Broker gone',
      since: duration(this.#now() - broker.since),
      exact: `MCM ${connected ? 'is connected to' : 'cannot reach'} the broker since ${exactly(broker.since)}`,
    } as const;
  });

  protected readonly stream = computed(() => {
    const state = this.live.state();
    if (state.kind === 'connecting') {
      return state.lostSince === undefined ? undefined : 'Live view lost, trying again now.';
    }
    if (state.kind !== 'lost') return undefined;
    this.#now();
    const seconds = Math.max(1, Math.ceil((state.retryAt - Date.now()) / 1_000));
    return `Live view lost, trying again in ${seconds} s.`;
  });
}
