import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import type { Survivor, Survivors } from '../api/models';
import { counted } from '../ui/formats';
import { Icon } from '../ui/icon';

/** Clients that hold on to a subscription to which they have lost the right. */
@Component({
  selector: 'mcm-survivors',
  imports: [Icon, MatButton, MatTooltip],
  template: `
    <header class="panel-head">
      <h2 id="changes-survivors">Clients that keep a subscription</h2>
      <span class="t3">{{ survivors().clients.length || '' }}</span>
      <span class="grow"></span>
      @if (users().length > 1) {
        <button
          matButton="outlined"
          type="button"
          disabledInteractive
          [disabled]="refusal() !== undefined"
          [matTooltip]="refusal()"
          (click)="refusal() === undefined && disconnected.emit(users())"
        >
          Disconnect all
        </button>
      }
    </header>
    @if (survivors().clients.length > 0) {
      <table aria-labelledby="changes-survivors">
        <thead>
          <tr>
            <th class="c-client">Client</th>
            <th class="far">Subscription</th>
            <th class="c-state">Messages</th>
            <th class="do"><span class="cdk-visually-hidden">Action</span></th>
          </tr>
        </thead>
        <tbody>
          @for (client of survivors().clients; track client.clientId) {
            <tr>
              <td class="mono" [title]="client.clientId + ' · ' + (client.username ?? 'anonymous')">
                {{ client.clientId }}
                <span class="near under">{{ client.filters.join(', ') }}</span>
              </td>
              <td class="mono far" [title]="client.filters.join(', ')">
                {{ client.filters.join(', ') }}
              </td>
              <td>
                <span class="state" [class]="client.stillReceives ? 'warning' : 'ok'">
                  <mcm-icon class="small" [name]="client.stillReceives ? 'warning' : 'ok'" />
                  {{ client.stillReceives ? 'still come' : 'stopped' }}
                </span>
              </td>
              <td class="do">
                <button
                  matButton
                  type="button"
                  disabledInteractive
                  [disabled]="refusalOf(client) !== undefined"
                  [matTooltip]="refusalOf(client)"
                  [attr.aria-label]="'Disconnect ' + client.clientId"
                  (click)="disconnect(client)"
                >
                  Disconnect
                </button>
              </td>
            </tr>
          }
        </tbody>
      </table>
    }
    <p class="caption t3">{{ said() }}</p>
  `,
  styleUrls: ['../ui/table.scss'],
  styles: `
    .grow {
      flex: 1;
    }
    .c-client {
      width: 30%;
    }
    .c-state {
      width: 120px;
    }
    .do {
      width: 116px;
    }
    td.mono {
      font-size: 12px;
    }
    .state {
      display: inline-flex;
      align-items: center;
      gap: 6px;
    }
    p {
      padding: 10px 16px;
    }
    table + p {
      border-top: 1px solid var(--mcm-line);
    }
    @container (max-width: 599px) {
      .c-client {
        width: auto;
      }
    }
  `,
  host: { role: 'region', 'aria-labelledby': 'changes-survivors' },
})
export class SurvivorsTable {
  readonly survivors = input.required<Survivors>();
  /** Why the role may not disconnect anybody. */
  readonly readOnly = input<string>();
  /** Of which users all clients are to go. */
  readonly disconnected = output<readonly string[]>();

  protected readonly users = computed(() => [
    ...new Set(
      this.survivors().clients.flatMap(({ username }) =>
        username === undefined ? [] : [username],
      ),
    ),
  ]);
  protected readonly refusal = computed(() => {
    if (this.readOnly() !== undefined) return this.readOnly();
    return this.survivors().canDisconnect ? undefined : 'With files MCM cannot disconnect clients.';
  });
  protected readonly said = computed(() => {
    const { known, clients } = this.survivors();
    if (!known)
      return 'This broker does not tell who subscribes, so nobody knows which clients still hold one.';
    if (clients.length === 0) return 'None: nobody holds a subscription without the right to it.';
    const still = clients.filter(({ stillReceives }) => stillReceives).length;
    return still === 0
      ? 'The broker checks each message, so nothing reaches them any more.'
      : `Messages still reach ${counted(still, 'client until it is', 'clients until they are')} disconnected.`;
  });

  protected refusalOf({ username }: Survivor): string | undefined {
    if (this.refusal() !== undefined) return this.refusal();
    return username === undefined
      ? 'It names no user, by whom it could be disconnected.'
      : undefined;
  }

  protected disconnect(client: Survivor): void {
    if (this.refusalOf(client) !== undefined || client.username === undefined) return;
    this.disconnected.emit([client.username]);
  }
}
