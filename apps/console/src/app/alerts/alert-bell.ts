import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { count } from '../ui/formats';
import { Icon } from '../ui/icon';
import { FiringAlerts } from './firing-alerts';
import { SEVERITY_WORDS } from './severity-words';

/** In the bar: how many alerts fire, with the way to them. */
@Component({
  selector: 'mcm-alert-bell',
  imports: [Icon, RouterLink],
  template: `
    @if (firing(); as shown) {
      <a routerLink="/alerts" [class]="tone()">
        <mcm-icon name="alerts" />
        <span aria-hidden="true">{{ shown.number }}</span>
        <span class="wide" aria-hidden="true">firing</span>
        <span class="cdk-visually-hidden">{{ shown.words }}</span>
      </a>
    }
  `,
  styles: `
    a {
      display: flex;
      align-items: center;
      gap: 7px;
      height: 32px;
      margin: 0 6px;
      padding: 0 10px;
      border-radius: var(--mcm-r-2);
      background: var(--mcm-unknown-soft);
      font: var(--mcm-body-strong);
      white-space: nowrap;
    }
    .warning {
      background: var(--mcm-warning-soft);
    }
    .fault {
      background: var(--mcm-fault-soft);
    }
    a:hover {
      text-decoration: none;
    }
    @media (max-width: 799px) {
      a {
        gap: 4px;
        height: 40px;
        margin: 0;
        padding: 0 6px;
      }
    }
  `,
})
export class AlertBell {
  readonly #alerts = inject(FiringAlerts);
  readonly #severity = computed(() => SEVERITY_WORDS[this.#alerts.worst() ?? 'warning']);
  protected readonly tone = computed(() => this.#severity().tone);
  protected readonly firing = computed(() => {
    const firing = this.#alerts.counts()?.firing ?? 0;
    if (firing === 0) return undefined;
    const noun = firing === 1 ? 'alert fires' : 'alerts fire';
    const worst = this.#severity().word.toLowerCase();
    const words = `${count(firing)} ${noun}, the gravest is ${worst}`;
    return { number: count(firing), words };
  });
}
