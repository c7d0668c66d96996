import { Component, input, output, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { failureOf } from './failure';
import { Icon } from './icon';
import { Note } from './note';

/** What became of the last deed. */
export interface Told {
  readonly kind: 'ok' | 'fault';
  readonly title: string;
  readonly detail?: string;
  readonly request?: string | undefined;
}

/** Keeps what became of the last deed. */
export class Teller {
  readonly told = signal<Told | undefined>(undefined);

  /** Does it, and tells what became of it: what `deed` answers, or nothing when it was not done. */
  async tell(deed: () => Promise<string | undefined>): Promise<void> {
    this.dismiss();
    try {
      const title = await deed();
      if (title !== undefined) this.told.set({ kind: 'ok', title });
    } catch (error) {
      // Refused or not answered before anything could be asked: said above the list.
      const { title, detail, request } = failureOf(error);
      this.told.set({ kind: 'fault', title, detail, request });
    }
  }

  dismiss(): void {
    this.told.set(undefined);
  }
}

/** Above a list: what became of the last deed, until it is dismissed. */
@Component({
  selector: 'mcm-told',
  imports: [Icon, MatIconButton, Note],
  template: `
    <mcm-note [kind]="told().kind">
      @if (told().detail) {
        <b>{{ told().title }}.</b> {{ told().detail }}
        @if (told().request; as request) {
          Request <code>{{ request }}</code>.
        }
      } @else {
        {{ told().title }}
      }
      <button
        action
        matIconButton
        type="button"
        aria-label="Dismiss"
        class="dismiss"
        (click)="dismissed.emit()"
      >
        <mcm-icon class="small" name="close" />
      </button>
    </mcm-note>
  `,
  styles: `
    mcm-note {
      align-items: center;
      padding-inline: var(--mcm-gutter);
      border-top: 1px solid var(--mcm-line);
      border-radius: 0;
    }
    /* On a page with a margin of its own. */
    :host(.above) mcm-note {
      padding-inline: 12px;
      border-top: 0;
      border-radius: var(--mcm-r-2);
    }
    .dismiss {
      margin: -6px 0;
    }
  `,
})
export class ToldNote {
  readonly told = input.required<Told>();
  readonly dismissed = output();
}
