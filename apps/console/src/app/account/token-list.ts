import { Component, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { ApiToken } from '../api/models';
import { Clock } from '../ui/clock';
import { ago, ahead, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';

const SOON_MS = 3 * 86_400_000;

/** API tokens without their secrets, each with a button that asks to revoke it. */
@Component({
  selector: 'mcm-token-list',
  imports: [Icon, MatButton],
  template: `
    <table [attr.aria-label]="label()">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col" class="role far">Role</th>
          <th scope="col" class="time far early">Created</th>
          <th scope="col" class="time far">Last used</th>
          <th scope="col" class="time far">Expires</th>
          <th scope="col" class="do"><span class="cdk-visually-hidden">Revoke</span></th>
        </tr>
      </thead>
      <tbody>
        @for (token of tokens(); track token.id) {
          <tr>
            <td>
              <span class="cut name" [title]="token.name">{{ token.name }}</span>
              <span class="under near">{{ token.role }} · {{ expires(token) }}</span>
            </td>
            <td class="far">{{ token.role }}</td>
            <td class="far early" [title]="exactly(token.createdAt)">
              {{ past(token.createdAt) }}
            </td>
            <td class="far" [title]="token.lastUsedAt ? exactly(token.lastUsedAt) : ''">
              {{ token.lastUsedAt ? past(token.lastUsedAt) : 'not yet' }}
            </td>
            <td class="far" [title]="exactly(token.expiresAt)">
              <span class="end" [class.warning]="endsSoon(token)">
                @if (endsSoon(token)) {
                  <mcm-icon class="small" name="warning" />
                }
                {{ expires(token) }}
              </span>
            </td>
            <td class="do">
              <button
                matButton
                type="button"
                [attr.aria-label]="'Revoke the token ' + token.name"
                (click)="revoke.emit(token)"
              >
                Revoke
              </button>
            </td>
          </tr>
        }
      </tbody>
    </table>
  `,
  styleUrls: ['../ui/table.scss'],
  styles: `
    .role {
      width: 96px;
    }
    .time {
      width: 124px;
    }
    // The first to go where it is narrow.
    @container (max-width: 759px) {
      .early {
        display: none;
      }
    }
    .name {
      display: block;
    }
    .end {
      display: inline-flex;
      align-items: center;
      gap: 6px;
    }
  `,
})
export class TokenList {
  readonly tokens = input.required<readonly ApiToken[]>();
  /** Whose they are: "Your API tokens". */
  readonly label = input.required<string>();
  readonly revoke = output<ApiToken>();

  readonly #now = inject(Clock).now;
  protected readonly exactly = exactly;

  protected past(at: string): string {
    return ago(Date.parse(at), this.#now());
  }

  protected endsSoon({ expiresAt }: ApiToken): boolean {
    return Date.parse(expiresAt) - this.#now() < SOON_MS;
  }

  protected expires({ expiresAt }: ApiToken): string {
    const at = Date.parse(expiresAt);
    return at <= this.#now() ? 'expired' : ahead(at, this.#now());
  }
}
