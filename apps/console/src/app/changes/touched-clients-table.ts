import { Component, computed, input } from '@angular/core';
import type { TouchedClients } from '../api/models';
import { codeParts } from '../ui/code-parts';
import { counted, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { TextParts } from '../ui/text-parts';
import { EFFECTS } from './plan-facts';

/** The clients that are connected and for whom something changes. */
@Component({
  selector: 'mcm-touched-clients',
  imports: [Icon, TextParts],
  template: `
    <header class="panel-head">
      <h2 id="changes-clients">Live clients it touches</h2>
      @if (clients().known) {
        <span class="t3">{{ clients().clients.length + clients().clientsLeftOff }}</span>
        <span class="t3 wide of" [title]="since()"
          >of {{ format.counted(clients().connected, 'client') }}</span
        >
      }
    </header>
    @if (rows().length > 0) {
      <div class="scroll" tabindex="0" role="region" aria-labelledby="changes-clients">
        <table aria-labelledby="changes-clients">
          <colgroup>
            <col class="c-client" />
            <col class="far" />
            <col class="c-effect" />
          </colgroup>
          <thead class="cdk-visually-hidden">
            <tr>
              <th>Client</th>
              <th>What changes</th>
              <th>Effect</th>
            </tr>
          </thead>
          <tbody>
            @for (row of rows(); track row.clientId) {
              <tr>
                <td class="mono" [title]="row.title">
                  {{ row.clientId }}
                  <span class="near under">{{ row.detail }}</span>
                </td>
                <td class="far" [title]="row.detail"><mcm-text-parts [parts]="row.parts" /></td>
                <td>
                  <span class="state" [class]="row.effect[0]">
                    <mcm-icon class="small" [name]="row.effect[0]" />{{ row.effect[1] }}
                  </span>
                </td>
              </tr>
            }
          </tbody>
        </table>
      </div>
      @if (clients().clientsLeftOff > 0) {
        <p class="t3 caption">and {{ format.counted(clients().clientsLeftOff, 'more client') }}</p>
      }
    } @else {
      <p class="t2">{{ nothing() }}</p>
    }
  `,
  styleUrls: ['../ui/table.scss'],
  styles: `
    .scroll {
      max-height: 401px;
      overflow: auto;
    }
    .scroll:focus-visible {
      outline-offset: -2px;
    }
    .of {
      margin-left: -4px;
    }
    .c-client {
      width: 156px;
    }
    td.mono {
      font-size: 12px;
    }
    .c-effect {
      width: 184px;
    }
    .state {
      display: inline-flex;
      align-items: center;
      gap: 6px;
    }
    p {
      padding: 12px 16px;
    }
    @container (max-width: 599px) {
      .c-client {
        width: auto;
      }
      .c-effect {
        width: 192px;
      }
    }
  `,
})
export class TouchedClientsTable {
  readonly clients = input.required<TouchedClients>();

  protected readonly format = { counted };
  protected readonly rows = computed(() =>
    this.clients().clients.map(({ clientId, username, effect, detail, filters }) => ({
      ...{ clientId, detail, effect: EFFECTS[effect] },
      title: username === undefined ? clientId : `${clientId}, user ${username}`,
      parts: codeParts(detail, filters),
    })),
  );
  protected readonly nothing = computed(() =>
    this.clients().known
      ? 'None: for those that are connected now nothing changes.'
      : 'This broker does not tell who is connected: it does with log_dest topic and log_type all.',
  );
  protected readonly since = computed(() => {
    const { since } = this.clients();
    return since === undefined ? '' : `Those that came before ${exactly(since)} are not known`;
  });
}
