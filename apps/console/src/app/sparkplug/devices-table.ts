import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SparkplugNodeDetail } from '../api/models';
import { Age } from '../ui/age';
import { count } from '../ui/formats';
import { Rows } from '../ui/rows';
import { OTHER_METRICS } from './sparkplug-view';
import { StateMark } from './state-mark';

/** The node and its devices; choosing one shows its metrics. */
@Component({
  selector: 'mcm-devices-table',
  imports: [Age, RouterLink, Rows, StateMark],
  template: `
    <!-- A table that scrolls must be reachable by keyboard. -->
    <div class="scroll" tabindex="0" role="region" aria-label="Devices">
      <table>
        <caption class="cdk-visually-hidden">
          The devices of the node, by name
        </caption>
        <thead>
          <tr>
            <th>Device</th>
            <th class="c-state">State</th>
            <th class="c-age far">Last data</th>
            <th class="c-count num far">Births</th>
            <th class="c-count num far">Deaths</th>
            <th class="c-count num">Metrics</th>
          </tr>
        </thead>
        <tbody mcmRows>
          @for (row of rows(); track row.device.id) {
            <tr [class.on]="row.isOn">
              <td>
                <a
                  class="mono"
                  [attr.data-row]="'beside-' + row.device.id"
                  [routerLink]="['/sparkplug', node().id]"
                  [queryParams]="row.params"
                  queryParamsHandling="merge"
                  [attr.aria-current]="row.isOn ? 'true' : null"
                  [title]="row.isOn ? 'Back to the metrics of the node itself' : row.device.device"
                  >{{ row.device.device }}</a
                >
                <span class="under near">
                  @if (row.device.lastDataAt; as at) {
                    data <mcm-age [at]="at" />
                  } @else {
                    no data yet
                  }
                </span>
              </td>
              <td><mcm-state-mark [state]="row.device.state" /></td>
              <td class="far">
                @if (row.device.lastDataAt; as at) {
                  <mcm-age [at]="at" />
                } @else {
                  –
                }
              </td>
              <td class="num far">{{ format.count(row.device.births) }}</td>
              <td class="num far">{{ format.count(row.device.deaths) }}</td>
              <td class="num">{{ format.count(row.device.metrics) }}</td>
            </tr>
          }
        </tbody>
      </table>
    </div>
  `,
  styleUrl: '../ui/table.scss',
  styles: `
    .scroll {
      max-height: 284px;
      overflow: auto;
    }
    tbody tr {
      cursor: pointer;
    }
    tr.on td {
      background: var(--mcm-selected);
    }
    a {
      color: var(--mcm-text);
    }
    .c-state {
      width: 112px;
    }
    .c-age {
      width: 104px;
    }
    .c-count {
      width: 84px;
    }
  `,
})
export class DevicesTable {
  readonly node = input.required<SparkplugNodeDetail>();
  /** The one whose metrics are shown. */
  readonly device = input<string>();
  protected readonly format = { count };
  protected readonly rows = computed(() =>
    this.node().deviceList.map((device) => {
      const isOn = device.device === this.device();
      return { device, isOn, params: { ...OTHER_METRICS, device: isOn ? null : device.device } };
    }),
  );
}
