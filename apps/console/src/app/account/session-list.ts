import { Component, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { Session } from '../api/models';
import { Clock } from '../ui/clock';
import { ago, ahead, exactly } from '../ui/formats';
import { browserWords } from './browser-words';

/** Log-ins that have not ended, each with a button that asks to end it. */
@Component({
  selector: 'mcm-session-list',
  imports: [MatButton],
  template: `
    <table [attr.aria-label]="label()">
      <thead>
        <tr>
          <th scope="col">Browser</th>
          <th scope="col" class="address far">Address</th>
          <th scope="col" class="time far early">Since</th>
          <th scope="col" class="time far">Last used</th>
          <th scope="col" class="end far">Expires</th>
          <th scope="col" class="do"><span class="cdk-visually-hidden">End</span></th>
        </tr>
      </thead>
      <tbody>
        @for (session of sessions(); track session.id) {
          <tr>
            <td>
              <span class="browser">
                <span class="cut" [title]="session.userAgent ?? ''">
                  {{ words(session.userAgent) }}
                </span>
                @if (session.current) {
                  <span class="chip">this one</span>
                }
              </span>
              <span class="under near"
                >{{ session.address ?? 'address not told' }} · {{ used(session) }}</span
              >
            </td>
            <td class="mono far" [title]="session.address ?? ''">{{ session.address ?? '–' }}</td>
            <td class="far early" [title]="exactly(session.createdAt)">
              {{ past(session.createdAt) }}
            </td>
            <td class="far" [title]="session.lastUsedAt ? exactly(session.lastUsedAt) : ''">
              {{ lastUsed(session) }}
            </td>
            <td class="far" [title]="exactly(session.expiresAt)">
              {{ future(session.expiresAt) }}
            </td>
            <td class="do">
              @if (!session.current) {
                <button
                  matButton
                  type="button"
                  [attr.aria-label]="'End the session of ' + words(session.userAgent)"
                  (click)="end.emit(session)"
                >
                  End
                </button>
              }
            </td>
          </tr>
        }
      </tbody>
    </table>
  `,
  styleUrls: ['../ui/table.scss'],
  styles: `
    .address {
      width: 124px;
    }
    .time {
      width: 116px;
    }
    .end {
      width: 124px;
    }
    // The first to go where it is narrow.
    @container (max-width: 759px) {
      .early {
        display: none;
      }
    }
    .browser {
      display: flex;
      align-items: center;
      min-width: 0;
    }
    .chip {
      flex: none;
    }
  `,
})
export class SessionList {
  readonly sessions = input.required<readonly Session[]>();
  /** Whose they are: "Your sessions". */
  readonly label = input.required<string>();
  readonly end = output<Session>();

  readonly #now = inject(Clock).now;
  protected readonly exactly = exactly;
  protected readonly words = browserWords;

  protected past(at: string): string {
    return ago(Date.parse(at), this.#now());
  }

  protected future(at: string): string {
    return ahead(Date.parse(at), this.#now());
  }

  /** The same where no heading says what it is. */
  protected used(session: Session): string {
    if (session.current) return 'in use now';
    return session.lastUsedAt === undefined ? 'not used yet' : `used ${this.lastUsed(session)}`;
  }

  /** It is told to the minute. */
  protected lastUsed({ current, lastUsedAt }: Session): string {
    if (current) return 'now';
    if (lastUsedAt === undefined) return 'not yet';
    const minutes = this.#now() - Date.parse(lastUsedAt) < 120_000;
    return minutes ? 'a minute ago' : this.past(lastUsedAt);
  }
}
