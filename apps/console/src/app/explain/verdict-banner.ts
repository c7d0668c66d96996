import { Component, computed, input } from '@angular/core';
import type { BrokerVersion } from '#domain/mosquitto';
import { becauseOf, consequenceOf } from '#domain/access';
import { FILE_NAMES } from '../access/linted';
import { Icon } from '../ui/icon';
import type { Verdict } from './explain-store';
import { TextParts } from '../ui/text-parts';
import { answerWords, reasonParts } from './verdict-words';

/** Yes or no, and why; or why there is no answer. */
@Component({
  selector: 'mcm-verdict',
  imports: [Icon, TextParts],
  template: `
    @switch (shown().kind) {
      @case ('answer') {
        <mcm-icon class="large" [class]="mark()" [name]="mark()" />
        <div>
          <h2 [class]="mark()"><mcm-text-parts [parts]="answer()" /></h2>
          <p><mcm-text-parts [parts]="reason()" /></p>
          @if (noLogin(); as why) {
            <p class="aside">
              <mcm-icon class="small warning" name="warning" />It does not get that far. {{ why }}
            </p>
          }
        </div>
      }
      @case ('cannot-say') {
        <mcm-icon class="large warning" name="warning" />
        <div>
          <h2 class="warning">No answer: the broker does not take this file.</h2>
          <p>{{ refusal() }}</p>
        </div>
      }
      @case ('unasked') {
        <mcm-icon class="large t3" name="info" />
        <div>
          <h2>Who may do what?</h2>
          <p>Name a user and a topic, or choose a cell of the table below.</p>
        </div>
      }
    }
  `,
  styles: `
    :host {
      display: flex;
      gap: 12px;
      padding: 16px;
      border-bottom: 1px solid var(--mcm-line);
    }
    :host(.ok) {
      background: var(--mcm-ok-soft);
    }
    :host(.fault) {
      background: var(--mcm-fault-soft);
    }
    :host(.warning) {
      background: var(--mcm-warning-soft);
    }
    .large {
      margin-top: 4px;
    }
    div {
      min-width: 0;
    }
    h2 {
      --code-size: 18px;
      font: var(--mcm-verdict);
      letter-spacing: -0.01em;
      overflow-wrap: anywhere;
    }
    p {
      margin-top: 2px;
      color: var(--mcm-text-2);
      font: var(--mcm-prose);
      overflow-wrap: anywhere;
    }
    .aside {
      display: flex;
      gap: 6px;
      margin-top: 6px;
      font: var(--mcm-body);
    }
    .aside mcm-icon {
      margin-top: 3px;
    }
    @media (max-width: 799px) {
      h2 {
        --code-size: 16px;
        font-size: 17px;
        line-height: 24px;
      }
    }
  `,
  host: { '[class]': 'mark()', role: 'status' },
})
export class VerdictBanner {
  readonly shown = input.required<Verdict>();
  readonly broker = input.required<BrokerVersion>();

  readonly #decision = computed(() => {
    const shown = this.shown();
    return shown.kind === 'answer' ? shown.decision : undefined;
  });
  protected readonly mark = computed(() => {
    const shown = this.shown();
    if (shown.kind === 'unasked') return 'info';
    if (shown.kind === 'cannot-say') return 'warning';
    return shown.decision.explanation.allowed ? 'ok' : 'fault';
  });
  protected readonly answer = computed(() => {
    const decision = this.#decision();
    return decision ? answerWords(decision.question, decision.explanation.allowed) : [];
  });
  protected readonly reason = computed(() => {
    const decision = this.#decision();
    return decision ? reasonParts(decision.explanation, decision.question) : [];
  });
  /** Why the client cannot even log in, where that is not what was asked. */
  protected readonly noLogin = computed(() => {
    const decision = this.#decision();
    if (decision === undefined || decision.login.allowed) return undefined;
    const { question, login } = decision;
    if (question.action === 'login') return undefined;
    return becauseOf(login, { ...question, action: 'login', topic: '' });
  });
  protected readonly refusal = computed(() => {
    const shown = this.shown();
    if (shown.kind !== 'cannot-say') return '';
    const { file, line, reason, effect } = shown.problem;
    const consequence = consequenceOf(file, effect, this.broker());
    return `Line ${line} of the ${FILE_NAMES[file]}: ${reason} ${consequence}`;
  });
}
