import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Incident } from '../api/models';
import { Clock } from '../ui/clock';
import { Icon } from '../ui/icon';
import { When } from '../ui/when';
import { endExplained, endOf, lasted, toldWords } from './incident-words';
import { SeverityMark } from './severity-mark';

/** What fired, the newest first, and how long. */
@Component({
  selector: 'mcm-incidents',
  imports: [Icon, RouterLink, SeverityMark, When],
  template: `
    <table>
      <caption class="cdk-visually-hidden">
        What fired, newest first
      </caption>
      <thead>
        <tr>
          <th scope="col" class="c-severity far">Severity</th>
          <th scope="col">What</th>
          <th scope="col" class="c-when">Fired</th>
          <th scope="col" class="c-lasted num">Lasted</th>
          <th scope="col" class="c-end far">End</th>
        </tr>
      </thead>
      <tbody>
        @for (row of rows(); track row.incident.id) {
          <tr>
            <td class="far"><mcm-severity [severity]="row.incident.severity" /></td>
            <td [title]="row.incident.text">
              <a [routerLink]="['/alerts/rules', row.incident.ruleId]">{{
                row.incident.ruleName
              }}</a>
              <span class="under">{{ row.incident.text }}</span>
            </td>
            <td><mcm-when [at]="row.incident.firedAt" /></td>
            <td class="num" [title]="row.explained">{{ row.lasted }}</td>
            <td class="far" [title]="row.explained + ' ' + row.told">
              <span class="end">
                @if (row.incident.firingNoticedAt === undefined) {
                  <mcm-icon class="small t3" name="silenced" />
                }
                {{ row.end }}
                <span class="cdk-visually-hidden">{{ row.told }}</span>
              </span>
            </td>
          </tr>
        }
      </tbody>
    </table>
  `,
  styleUrl: '../ui/table.scss',
  styles: `
    .c-severity {
      width: 104px;
    }
    .c-when {
      width: 128px;
    }
    .c-lasted {
      width: 88px;
    }
    .c-end {
      width: 128px;
    }
    td {
      height: 52px;
    }
    td a {
      color: var(--mcm-text);
    }
    .end {
      display: inline-flex;
      align-items: center;
      gap: 6px;
    }
    @container (max-width: 599px) {
      .c-when {
        width: 108px;
      }
      .c-lasted {
        width: 76px;
      }
    }
  `,
})
export class IncidentsTable {
  readonly incidents = input.required<readonly Incident[]>();
  readonly #now = inject(Clock).now;
  protected readonly rows = computed(() =>
    this.incidents().map((incident) => ({
      ...{ incident, end: endOf(incident), explained: endExplained(incident) },
      ...{ told: toldWords(incident), lasted: lasted(incident, this.#now()) },
    })),
  );
}
