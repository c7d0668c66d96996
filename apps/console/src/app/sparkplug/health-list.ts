import { Component, input } from '@angular/core';
import { Age } from '../ui/age';
import { Icon } from '../ui/icon';
import type { HealthRow } from './health';

/** How a node keeps to the specification, and what to do where it does not. */
@Component({
  selector: 'mcm-health-list',
  imports: [Age, Icon],
  template: `
    <ul>
      @for (row of rows(); track row.kind) {
        <li>
          <mcm-icon [class]="row.icon" [name]="row.icon" />
          <div>
            <p>
              <b>{{ row.title }}</b>
              @if (row.lastAt; as at) {
                <span class="caption t3">last <mcm-age [at]="at" /></span>
              }
            </p>
            <p class="t2">{{ row.todo }}</p>
          </div>
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      display: flex;
      flex-direction: column;
      gap: 10px;
    }
    li {
      display: flex;
      gap: 10px;
    }
    li div {
      min-width: 0;
      overflow-wrap: anywhere;
    }
    mcm-icon {
      margin-top: 2px;
    }
    b {
      font-weight: 500;
    }
    .caption {
      margin-left: 6px;
    }
  `,
})
export class HealthList {
  readonly rows = input.required<readonly HealthRow[]>();
}
