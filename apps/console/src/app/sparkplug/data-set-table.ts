import { Component, computed, input } from '@angular/core';
import { asMeant, counted } from '../ui/formats';
import type { DataSetValue } from './metric-words';

const MOST_ROWS = 200;

/** A DataSet as the table that it is. */
@Component({
  selector: 'mcm-data-set-table',
  template: `
    <!-- A table that scrolls must be reachable by keyboard. -->
    <div class="panel" tabindex="0" role="region" [attr.aria-label]="'Rows of ' + name()">
      <table>
        <thead>
          <tr>
            @for (column of dataSet().columns; track $index) {
              <th [title]="dataSet().types[$index]">
                {{ column }} <span class="t3">{{ dataSet().types[$index] }}</span>
              </th>
            }
          </tr>
        </thead>
        <tbody>
          @for (row of rows(); track $index) {
            <tr>
              @for (cell of row; track $index) {
                <td class="mono" [class.t3]="cell === null">{{ cell === null ? 'null' : cell }}</td>
              }
            </tr>
          }
        </tbody>
      </table>
    </div>
    @if (left() > 0) {
      <p class="t3">{{ counted(left(), 'more row') }}: the topic has them all.</p>
    }
  `,
  styles: `
    .panel {
      max-height: 320px;
      overflow: auto;
    }
    table {
      width: 100%;
      border-collapse: collapse;
    }
    th,
    td {
      padding: 4px 12px;
      border-bottom: 1px solid var(--mcm-line);
      text-align: left;
      white-space: nowrap;
    }
    th {
      color: var(--mcm-text-2);
      font: var(--mcm-label);
    }
    tr:last-child td {
      border-bottom: 0;
    }
  `,
})
export class DataSetTable {
  readonly name = input.required<string>();
  readonly dataSet = input.required<DataSetValue>();
  protected readonly counted = counted;
  protected readonly rows = computed(() =>
    this.dataSet()
      .rows.slice(0, MOST_ROWS)
      .map((row) => row.map((cell) => (typeof cell === 'number' ? asMeant(cell) : cell))),
  );
  protected readonly left = computed(() => this.dataSet().rows.length - this.rows().length);
}
