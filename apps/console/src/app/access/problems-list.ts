import { Component, input, output } from '@angular/core';
import { Icon } from '../ui/icon';
import { FILE_NAMES, type ShownProblem } from './linted';

/** Faults beyond these are counted. */
const MOST_SHOWN = 20;

/** What is wrong with the files, and what the broker does about it. */
@Component({
  selector: 'mcm-problems',
  imports: [Icon],
  template: `
    <ul>
      @for (problem of problems().slice(0, most); track $index) {
        <li>
          <mcm-icon
            [class]="problem.effect === 'refuses' ? 'fault' : 'warning'"
            [name]="problem.effect === 'refuses' ? 'fault' : 'warning'"
          />
          <div>
            @if (reachable()) {
              <button type="button" (click)="chosen.emit(problem)">
                Line {{ problem.line }}, column {{ problem.column }}
              </button>
            } @else {
              Line {{ problem.line }}, column {{ problem.column }}
            }
            of the {{ names[problem.file] }}
            <p>{{ problem.reason }}</p>
            <p class="caption t3">{{ problem.consequence }}</p>
          </div>
        </li>
      }
    </ul>
    @if (problems().length > most) {
      <p class="more caption t3">and {{ problems().length - most }} more</p>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    li {
      display: grid;
      grid-template-columns: 16px minmax(0, 1fr);
      gap: 10px;
      padding: 10px 16px;
      border-bottom: 1px solid var(--mcm-line);
      overflow-wrap: anywhere;
    }
    li:last-child {
      border-bottom: 0;
    }
    mcm-icon {
      margin-top: 2px;
    }
    button {
      padding: 0;
      border: 0;
      background: none;
      color: var(--mcm-accent);
      font: inherit;
      cursor: pointer;
    }
    button:hover {
      text-decoration: underline;
    }
    .more {
      padding: 8px 16px;
    }
  `,
})
export class ProblemsList {
  readonly problems = input.required<readonly ShownProblem[]>();
  /** Whether their lines can be seen here. */
  readonly reachable = input(true);
  readonly chosen = output<ShownProblem>();
  protected readonly most = MOST_SHOWN;
  protected readonly names = FILE_NAMES;
}
