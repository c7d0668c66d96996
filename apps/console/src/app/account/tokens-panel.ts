import { Component, computed, type ElementRef, inject, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { ApiToken, ApiTokenRequest } from '../api/models';
import { Session } from '../session/session';
import { Confirm } from '../ui/confirm';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { NewToken } from './new-token';
import { OwnTokens } from './own-tokens';
import { TokenForm } from './token-form';
import { TokenList } from './token-list';

/** One's tokens for automation: making, seeing the secret once, revoking. */
@Component({
  selector: 'mcm-tokens-panel',
  imports: [Empty, Failed, Icon, MatButton, NewToken, TokenForm, TokenList],
  templateUrl: './tokens-panel.html',
  styleUrl: './panel.scss',
})
export class TokensPanel {
  readonly #session = inject(Session);
  readonly #confirm = inject(Confirm);
  protected readonly store = inject(OwnTokens);
  protected readonly adding = signal(false);
  protected readonly role = computed(() => this.#session.user()?.role ?? 'viewer');
  protected readonly username = computed(() => this.#session.user()?.username ?? '');
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');

  protected async make(wish: ApiTokenRequest): Promise<void> {
    if (await this.store.make(wish)) this.adding.set(false);
  }

  protected leave(): void {
    this.adding.set(false);
    this.store.attempt.refusal.set(undefined);
    this.#lead();
  }

  protected putAway(): void {
    this.store.made.set(undefined);
    this.#lead();
  }

  protected async revoke({ id, name, role, lastUsedAt }: ApiToken): Promise<void> {
    const done = await this.#confirm.ask({
      heading: `Revoke the token ${name}?`,
      text: 'Whatever uses it is refused from then on.',
      hits: [
        ['Role', role],
        ['Last used', lastUsedAt ? exactly(lastUsedAt) : 'not yet'],
      ],
      go: 'Revoke it',
      keep: 'Keep it',
      act: () => this.store.revoke(id),
    });
    if (done) this.#lead();
  }

  /** What was pressed is gone: the keyboard goes on from the heading. */
  #lead(): void {
    this.heading().nativeElement.focus();
  }
}
