import { Component, input } from '@angular/core';
import type { SchemaViolation } from '../api/models';
import { violationPlace } from './schema-words';

/** How a payload breaks a schema, a line for each: where in it, and what is wrong there. */
@Component({
  selector: 'mcm-violation-lines',
  template: `
    <ul [attr.aria-label]="label()">
      @for (error of errors(); track $index) {
        <li>
          <code [title]="error.keyword">{{ place(error) }}</code> {{ error.detail }}
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      display: flex;
      flex-direction: column;
      gap: 2px;
    }
    li {
      color: var(--mcm-text-2);
      overflow-wrap: anywhere;
    }
    code {
      margin-right: 6px;
      color: var(--mcm-text);
    }
  `,
})
export class ViolationLines {
  readonly errors = input.required<readonly SchemaViolation[]>();
  readonly label = input('What is wrong');
  protected readonly place = violationPlace;
}
