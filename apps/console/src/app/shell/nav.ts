import { Component, computed, inject, input, output } from '@angular/core';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { AccessDraftStore } from '../access/access-draft-store';
import { Session } from '../session/session';
import { StatusStore } from '../status/status-store';
import { Icon } from '../ui/icon';
import { NAVIGATION, type NavItem } from './nav-items';

/** The side navigation: with words, or as a rail of icons that say their word on hover and focus. */
@Component({
  selector: 'mcm-nav',
  imports: [Icon, MatTooltip, RouterLink, RouterLinkActive],
  template: `
    <nav aria-label="Main">
      @for (group of groups; track group.name) {
        @if (group.name && !rail()) {
          <h2 [id]="'nav-' + group.name">{{ group.name }}</h2>
        }
        <ul [attr.aria-label]="group.name">
          @for (item of group.items; track item.path) {
            <li>
              @if (refusal(item); as reason) {
                <span
                  class="item off"
                  role="link"
                  tabindex="0"
                  aria-disabled="true"
                  [matTooltip]="reason"
                  matTooltipPosition="right"
                >
                  <mcm-icon [name]="item.icon" />
                  <span [class.cdk-visually-hidden]="rail()">{{ item.label }}</span>
                </span>
              } @else {
                <a
                  class="item"
                  [routerLink]="item.path"
                  routerLinkActive="here"
                  ariaCurrentWhenActive="page"
                  [matTooltip]="item.label"
                  [matTooltipDisabled]="!rail()"
                  matTooltipPosition="right"
                  (click)="chosen.emit()"
                >
                  <mcm-icon [name]="item.icon" />
                  <span [class.cdk-visually-hidden]="rail()">{{ item.label }}</span>
                  @if (item.path === '/changes' && pending() > 0) {
                    <b class="warning" [class.cdk-visually-hidden]="rail()">
                      {{ pending() }} pending
                    </b>
                  }
                </a>
              }
            </li>
          }
        </ul>
      }
      @if (!rail()) {
        <p class="versions">
          MCM {{ mcm() ?? '…' }}<br />
          {{ broker() }}
        </p>
      }
    </nav>
  `,
  styleUrl: './nav.scss',
  host: { '[class.rail]': 'rail()' },
})
export class Nav {
  readonly rail = input(false);
  readonly chosen = output();

  readonly #session = inject(Session);
  readonly #status = inject(StatusStore).latest;
  protected readonly pending = inject(AccessDraftStore).pending;
  protected readonly groups = NAVIGATION;
  protected readonly mcm = computed(() => this.#status()?.version);
  protected readonly broker = computed(() => {
    const status = this.#status();
    if (status === undefined) return 'Mosquitto …';
    return status.broker.version === undefined
      ? 'Broker version not told'
      : `Mosquitto ${status.broker.version}`;
  });

  protected refusal({ needs }: NavItem): string | undefined {
    return this.#session.refusal(needs);
  }
}
