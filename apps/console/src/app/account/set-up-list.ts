import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Icon } from '../ui/icon';
import type { SetUpName, SetUpStep } from './set-up';

const WORDS: Readonly<Record<SetUpName, string>> = {
  password: 'Change it',
  factor: 'Set it up',
  broker: 'To the overview',
};

/** What a new installation is left with: done or to do, and where it is done. */
@Component({
  selector: 'mcm-set-up-list',
  imports: [Icon, MatButton, RouterLink],
  template: `
    <section class="panel" aria-labelledby="set-up-heading">
      <header class="panel-head">
        <h2 id="set-up-heading">Set-up</h2>
        <span class="t3">{{ done() }} of {{ steps().length }} done</span>
        <span class="caption t3 later wide">It can wait: this list stays here until then.</span>
      </header>
      <ol>
        @for (step of steps(); track step.name) {
          <li>
            @if (step.done) {
              <mcm-icon class="ok" name="ok" />
            } @else if (step.done === undefined) {
              <mcm-icon class="t3" name="unknown" />
            } @else {
              <mcm-icon class="t3" name="open" />
            }
            <div class="what">
              <span class="title">{{ step.title }}</span>
              <span class="t2">{{ step.detail }}</span>
            </div>
            @if (step.done) {
              <span class="ok">Done</span>
            } @else if (step.done === undefined) {
              <span class="t3">Asking</span>
            } @else if (step.name === 'broker') {
              <a matButton="outlined" routerLink="/overview">{{ words.broker }}</a>
            } @else {
              <button matButton="outlined" type="button" (click)="go.emit(step.name)">
                <span class="cdk-visually-hidden">To do: {{ step.title }}. </span
                >{{ words[step.name] }}
              </button>
            }
          </li>
        }
      </ol>
    </section>
  `,
  styles: `
    .later {
      margin-left: auto;
    }
    li {
      display: grid;
      grid-template-columns: 16px minmax(0, 1fr) auto;
      gap: 12px;
      align-items: center;
      min-height: 48px;
      padding: 6px 16px;
    }
    li + li {
      border-top: 1px solid var(--mcm-line);
    }
    .what {
      display: grid;
      grid-template-columns: 300px minmax(0, 1fr);
      gap: 0 16px;
      align-items: center;
    }
    .title {
      font-weight: 500;
    }
    @media (max-width: 1099px) {
      .what {
        grid-template-columns: 1fr;
      }
    }
    @media (max-width: 799px) {
      li {
        align-items: start;
        padding-block: 10px;
      }
      li > mcm-icon {
        margin-top: 2px;
      }
      li > a,
      li > button {
        grid-column: 2;
        justify-self: start;
      }
    }
  `,
})
export class SetUpList {
  readonly steps = input.required<readonly SetUpStep[]>();
  /** To where it is done on this page. */
  readonly go = output<SetUpName>();

  protected readonly words = WORDS;
  protected readonly done = computed(() => this.steps().filter(({ done }) => done).length);
}
