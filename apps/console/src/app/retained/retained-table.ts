import { Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { TopicRow } from '../api/models';
import { counted, size } from '../ui/formats';
import { Rows } from '../ui/rows';
import { When } from '../ui/when';
import { type RetainedDeed, RetainedMenu } from './retained-menu';

export interface RetainedChoice {
  readonly deed: RetainedDeed;
  readonly row: TopicRow;
}

/** Retained messages, by name. */
@Component({
  selector: 'mcm-retained-table',
  imports: [RetainedMenu, RouterLink, Rows, When],
  template: `
    <table>
      <caption class="cdk-visually-hidden">
        Retained messages, by name
      </caption>
      <thead>
        <tr>
          <th>Topic</th>
          <th class="c-value x1">Value</th>
          <th class="num c-size">Size</th>
          <th class="num c-qos x2">QoS</th>
          <th class="c-when x0">Last seen</th>
          <th class="c-menu"><span class="cdk-visually-hidden">Actions</span></th>
        </tr>
      </thead>
      <tbody mcmRows>
        @for (line of lines(); track line.row.id) {
          <tr>
            <td class="mono">
              <a
                [attr.data-row]="line.row.id"
                [routerLink]="['/topics', line.row.id]"
                [title]="line.row.topic"
                >{{ line.row.topic }}</a
              >
              <span class="under t3" [title]="line.value">{{ line.value }}</span>
            </td>
            <td class="x1" [class.mono]="line.isText" [title]="line.value">{{ line.value }}</td>
            <td class="num" [title]="line.exact">{{ line.size }}</td>
            <td class="num x2">{{ line.row.qos ?? '–' }}</td>
            <td class="x0">
              @if (line.row.lastSeenAt; as at) {
                <mcm-when [at]="at" />
              } @else {
                –
              }
            </td>
            <td class="menu">
              <mcm-retained-menu
                [topic]="line.row.topic"
                [readOnly]="readOnly()"
                [mute]="mute()"
                (chosen)="chosen.emit({ deed: $event, row: line.row })"
              />
            </td>
          </tr>
        }
      </tbody>
    </table>
  `,
  styles: `
    .c-value {
      width: 36%;
    }
    /* In a narrow list the value stands below its topic. */
    .under {
      display: none;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    @container list (max-width: 719px) {
      td {
        height: 56px;
      }
      .under {
        display: block;
      }
    }
    .c-size {
      width: 76px;
    }
    .c-qos {
      width: 56px;
    }
    .c-when {
      width: 120px;
    }
    .c-menu {
      width: 64px;
    }
    td.menu {
      overflow: visible;
      padding-right: 12px;
      text-align: right;
    }
    @media (max-width: 799px) {
      .c-menu {
        width: 56px;
      }
      td.menu {
        padding-right: 4px;
      }
    }
  `,
  styleUrl: '../ui/rows.scss',
})
export class RetainedTable {
  readonly rows = input.required<readonly TopicRow[]>();
  readonly readOnly = input.required<string | undefined>();
  readonly mute = input.required<string | undefined>();
  readonly chosen = output<RetainedChoice>();

  protected readonly lines = computed(() =>
    this.rows().map((row) => {
      const bytes = row.payloadBytes ?? 0;
      const isText = row.payloadEvicted !== true && row.payloadFormat !== 'binary' && bytes > 0;
      return {
        row,
        isText,
        value: isText ? (row.payloadPreview ?? '') : standIn(row),
        size: size(bytes),
        exact: counted(bytes, 'byte'),
      };
    }),
  );
}

/** What stands in place of a value that cannot be shown as text. */
function standIn({ payloadEvicted, payloadBytes }: TopicRow): string {
  if (payloadEvicted) return 'let go, MCM’s memory was full';
  return payloadBytes === 0 ? 'empty' : 'binary';
}
