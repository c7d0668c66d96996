import { Component, computed, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { between, clockTime } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note, type NoteKind } from '../ui/note';
import type { Outcome } from './rebirths';

/** What became of asking a node for its births. */
@Component({
  selector: 'mcm-rebirth-note',
  imports: [Icon, MatIconButton, Note],
  template: `
    <mcm-note [kind]="said().kind">
      <b>{{ said().title }}</b> {{ said().text }}
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
    }
    .dismiss {
      margin: -6px 0;
    }
  `,
})
export class RebirthNote {
  readonly outcome = input.required<Outcome>();
  readonly dismissed = output();
  protected readonly said = computed(() => outcomeWords(this.outcome()));
}

/** An outcome in words. */
export function outcomeWords(outcome: Outcome): {
  readonly kind: NoteKind;
  readonly title: string;
  readonly text: string;
} {
  switch (outcome.kind) {
    case 'waiting':
      return {
        kind: 'info',
        title: 'Asked.',
        text: `Published to ${outcome.topic} at ${clockTime(outcome.at)}; waiting for the birth …`,
      };
    case 'born':
      return {
        kind: 'ok',
        title: 'Born again.',
        text: `Its birth came ${between(outcome.after)} after it was asked.`,
      };
    case 'none':
      return {
        kind: 'warning',
        title: 'No birth within 10 s.',
        text: `Asked at ${clockTime(outcome.at)}. The node may be gone, may not subscribe to ${outcome.topic}, or may not be allowed to receive there.`,
      };
  }
}
