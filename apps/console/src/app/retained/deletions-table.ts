import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { RetainedDeletion } from '../api/models';
import { Clock } from '../ui/clock';
import { count, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Rows } from '../ui/rows';
import { When } from '../ui/when';
import { canUndo, deletionMark } from './deletion-words';

/** The deletions of the last 24 hours, the latest first. */
@Component({
  selector: 'mcm-deletions-table',
  imports: [Icon, RouterLink, Rows, When],
  template: `
    <table>
      <caption class="cdk-visually-hidden">
        Deletions of the last 24 hours, latest first
      </caption>
      <thead>
        <tr>
          <th class="c-when">Begun</th>
          <th>Filter</th>
          <th class="num c-count x2">Messages</th>
          <th class="c-state">State</th>
          <th class="c-who x1">By</th>
          <th class="c-undo x0">Undo until</th>
        </tr>
      </thead>
      <tbody mcmRows>
        @for (row of rows(); track row.deletion.id) {
          <tr [class.on]="row.deletion.id === open()">
            <td><mcm-when [at]="row.deletion.startedAt" /></td>
            <td class="mono">
              <a
                [attr.data-row]="row.deletion.id"
                [routerLink]="['/retained', row.deletion.id]"
                queryParamsHandling="preserve"
                [attr.aria-current]="row.deletion.id === open() ? 'true' : null"
                [title]="row.deletion.filter"
                >{{ row.deletion.filter }}</a
              >
            </td>
            <td class="num x2">{{ count(row.deletion.messages) }}</td>
            <td>
              <span class="state" [class]="row.mark.icon">
                <mcm-icon class="small" [name]="row.mark.icon" />{{ row.mark.word }}
              </span>
            </td>
            <td class="x1" [title]="row.deletion.username">{{ row.deletion.username }}</td>
            <td class="x0">
              @if (row.undoUntil; as at) {
                <mcm-when [at]="at" />
              } @else {
                –
              }
            </td>
          </tr>
        }
      </tbody>
    </table>
  `,
  styles: `
    .c-when {
      width: 128px;
    }
    .c-count {
      width: 92px;
    }
    .c-state {
      width: 140px;
    }
    .c-who {
      width: 16%;
    }
    .c-undo {
      width: 132px;
    }
    @media (max-width: 799px) {
      .c-when {
        width: 108px;
      }
      .c-state {
        width: 136px;
      }
    }
  `,
  styleUrl: '../ui/rows.scss',
})
export class DeletionsTable {
  readonly deletions = input.required<readonly RetainedDeletion[]>();
  /** The id of the one that is shown beside. */
  readonly open = input.required<string | undefined>();

  readonly #now = inject(Clock).now;
  protected readonly count = count;
  protected readonly exactly = exactly;
  protected readonly rows = computed(() =>
    this.deletions().map((deletion) => ({
      deletion,
      mark: deletionMark(deletion),
      undoUntil: canUndo(deletion, this.#now()) ? deletion.undoUntil : undefined,
    })),
  );
}
