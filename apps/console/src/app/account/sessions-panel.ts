import { Component, computed, type ElementRef, inject, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { Session } from '../api/models';
import { Confirm } from '../ui/confirm';
import { Failed } from '../ui/failed';
import { counted, exactly } from '../ui/formats';
import type { Question } from '../ui/question';
import { browserWords } from './browser-words';
import { OwnSessions } from './own-sessions';
import { SessionList } from './session-list';

/** Where one is logged in, and how to end that. */
@Component({
  selector: 'mcm-sessions-panel',
  imports: [Failed, MatButton, SessionList],
  template: `
    <section class="panel" aria-labelledby="sessions-heading">
      <header class="panel-head">
        <h2 #heading id="sessions-heading" tabindex="-1">Sessions</h2>
        @if (store.latest(); as sessions) {
          <span class="t3">{{ sessions.length }}</span>
        }
        @if (others() > 0) {
          <button matButton="outlined" type="button" class="action" (click)="endOthers()">
            End all others
          </button>
        }
      </header>
      @if (store.latest(); as sessions) {
        <mcm-session-list label="Your sessions" [sessions]="sessions" (end)="end($event)" />
        @if (others() === 0) {
          <p class="none t3">You are logged in nowhere else.</p>
        }
      } @else if (store.failure(); as failure) {
        <mcm-failed
          heading="The sessions could not be read"
          [failure]="failure"
          (retry)="store.reload()"
        />
      } @else {
        <div class="waiting" aria-hidden="true">
          <span class="skeleton"></span><span class="skeleton"></span>
        </div>
      }
    </section>
  `,
  styleUrl: './panel.scss',
  styles: `
    .none {
      padding: 10px 16px;
      border-top: 1px solid var(--mcm-line);
    }
  `,
})
export class SessionsPanel {
  readonly #confirm = inject(Confirm);
  protected readonly store = inject(OwnSessions);
  protected readonly others = computed(
    () => this.store.latest()?.filter(({ current }) => !current).length ?? 0,
  );
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');

  protected async end(session: Session): Promise<void> {
    const browser = browserWords(session.userAgent);
    await this.#ask({
      heading: `End the session of ${browser}?`,
      text: 'Whoever uses it is logged out at once.',
      hits: [
        ['Address', session.address ?? 'not told'],
        ['Since', exactly(session.createdAt)],
        ['Last used', session.lastUsedAt ? exactly(session.lastUsedAt) : 'not yet'],
      ],
      go: 'End it',
      keep: 'Keep it',
      act: () => this.store.end(session.id),
    });
  }

  protected async endOthers(): Promise<void> {
    await this.#ask({
      heading: `End ${counted(this.others(), 'other session')}?`,
      text: 'Whoever uses them is logged out at once. API tokens stay.',
      go: 'End them',
      keep: 'Keep them',
      act: () => this.store.endOthers(),
    });
  }

  async #ask(question: Omit<Question, 'undo'>): Promise<void> {
    const undo = 'By logging in there again';
    const done = await this.#confirm.ask({ ...question, undo });
    if (done) this.heading().nativeElement.focus();
  }
}
