import { Component, computed, inject } from '@angular/core';
import { MatTabLink, MatTabNav, MatTabNavPanel } from '@angular/material/tabs';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { type Operation, Session } from '../session/session';
import { count } from '../ui/formats';
import { Icon } from '../ui/icon';
import { FiringAlerts } from './firing-alerts';

interface Tab {
  readonly path: string;
  readonly label: string;
  readonly needs: Operation;
}

const TABS: readonly Tab[] = [
  { path: '/alerts', label: 'Active', needs: 'listAlerts' },
  { path: '/alerts/rules', label: 'Rules', needs: 'listAlertRules' },
  { path: '/alerts/endpoints', label: 'Endpoints', needs: 'listWebhooks' },
  { path: '/alerts/deliveries', label: 'Deliveries', needs: 'listWebhookDeliveries' },
];

/** What is wrong, what is watched, and who is told: four views, each with an address of its own. */
@Component({
  selector: 'mcm-alerts-page',
  imports: [
    Icon,
    MatTabLink,
    MatTabNav,
    MatTabNavPanel,
    MatTooltip,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
  ],
  template: `
    <header class="page-head">
      <h1>Alerts</h1>
      @if (sub(); as sub) {
        <span class="t3">{{ sub }}</span>
      }
    </header>
    <nav
      mat-tab-nav-bar
      aria-label="Views of alerts"
      mat-stretch-tabs="false"
      mat-align-tabs="start"
      [tabPanel]="panel"
    >
      @for (tab of tabs; track tab.path) {
        <a
          #link="routerLinkActive"
          mat-tab-link
          [routerLink]="tab.path"
          routerLinkActive
          [routerLinkActiveOptions]="{
            paths: tab.path === '/alerts' ? 'exact' : 'subset',
            queryParams: 'ignored',
            fragment: 'ignored',
            matrixParams: 'ignored',
          }"
          [active]="link.isActive"
          [matTooltip]="tab.refusal"
        >
          {{ tab.label }}
          @if (tab.refusal; as reason) {
            <mcm-icon class="small t3" name="lock" />
            <span class="cdk-visually-hidden">{{ reason }}</span>
          }
        </a>
      }
    </nav>
    <mat-tab-nav-panel #panel class="view"><router-outlet /></mat-tab-nav-panel>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      height: 100%;
      min-height: 0;
    }
    .page-head {
      padding-inline: var(--mcm-gutter);
      min-height: 56px;
      padding-bottom: 4px;
    }
    nav {
      flex: none;
      padding-inline: calc(var(--mcm-gutter) - 12px);
      border-bottom: 1px solid var(--mcm-line);
    }
    .page-head,
    nav {
      background: var(--mcm-surface);
    }
    nav mcm-icon {
      margin-left: 6px;
    }
    .view {
      display: block;
      flex: 1;
      min-height: 0;
      overflow: auto;
    }
    @media (max-width: 799px) {
      nav {
        padding-inline: 4px;
      }
    }
  `,
})
export class AlertsPage {
  readonly #session = inject(Session);
  readonly #counts = inject(FiringAlerts).counts;

  protected readonly tabs = TABS.map((tab) => ({
    ...tab,
    refusal: this.#session.refusal(tab.needs),
  }));
  protected readonly sub = computed(() => {
    const counts = this.#counts();
    return counts && `${count(counts.firing)} firing, ${count(counts.pending)} pending`;
  });
}
