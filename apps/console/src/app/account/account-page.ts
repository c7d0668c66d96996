import { Component, computed, inject, viewChild } from '@angular/core';
import { Lockout } from '../session/lockout';
import { Session } from '../session/session';
import { StatusStore } from '../status/status-store';
import { FactorPanel } from './factor-panel';
import { OwnFactor } from './own-factor';
import { OwnPassword } from './own-password';
import { OwnSessions } from './own-sessions';
import { OwnTokens } from './own-tokens';
import { PasswordPanel } from './password-panel';
import { SessionsPanel } from './sessions-panel';
import { type SetUpName, setUpSteps } from './set-up';
import { SetUpList } from './set-up-list';
import { TokensPanel } from './tokens-panel';

/** One's own account: password, second factor, where one is logged in, tokens for automation. */
@Component({
  selector: 'mcm-account-page',
  imports: [FactorPanel, PasswordPanel, SessionsPanel, SetUpList, TokensPanel],
  providers: [Lockout, OwnFactor, OwnPassword, OwnSessions, OwnTokens],
  template: `
    <header class="page-head">
      <h1>Account</h1>
      @if (user(); as user) {
        <span class="t3 who" [title]="user.username">{{ user.username }} · {{ user.role }}</span>
      }
    </header>
    @if (open()) {
      <mcm-set-up-list [steps]="steps()" (go)="go($event)" />
    }
    <div class="columns">
      <div class="column forms">
        <mcm-password-panel />
        <mcm-factor-panel />
      </div>
      <div class="column">
        <mcm-sessions-panel />
        <mcm-tokens-panel />
      </div>
    </div>
  `,
  styles: `
    .who {
      overflow-wrap: anywhere;
    }
    mcm-set-up-list {
      display: block;
      margin-bottom: 16px;
    }
    .columns {
      display: grid;
      grid-template-columns: 376px minmax(0, 1fr);
      gap: 16px;
      align-items: start;
    }
    .column {
      display: grid;
      gap: 16px;
      min-width: 0;
    }
    // The lists need the width; what is filled in stands side by side as long as it can.
    @media (max-width: 1359px) {
      .columns {
        grid-template-columns: minmax(0, 1fr);
      }
      .forms {
        grid-template-columns: repeat(2, minmax(0, 1fr));
        align-items: start;
      }
    }
    @media (max-width: 799px) {
      .forms {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
  host: { class: 'page' },
})
export class AccountPage {
  protected readonly user = inject(Session).user;
  readonly #status = inject(StatusStore).latest;
  protected readonly steps = computed(() => {
    const user = this.user();
    return user ? setUpSteps(user, this.#status()) : [];
  });
  protected readonly open = computed(() => this.steps().some(({ done }) => done === false));

  private readonly password = viewChild.required(PasswordPanel);
  private readonly factor = viewChild.required(FactorPanel);

  protected go(name: SetUpName): void {
    if (name === 'password') this.password().focus();
    if (name === 'factor') this.factor().setUp();
  }
}
