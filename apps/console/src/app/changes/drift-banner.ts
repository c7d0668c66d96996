import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import type { AccessDrift } from '../api/models';
import { Session } from '../session/session';
import { Age } from '../ui/age';
import { Note } from '../ui/note';
import { AccessDifference } from './access-difference';
import type { ChangesChange, ChangesView } from './changes-view';

/** Somebody changed access behind MCM's back: since when, what exactly, and what can be done about it. */
@Component({
  selector: 'mcm-drift-banner',
  imports: [AccessDifference, Age, MatButton, MatTooltip, Note],
  template: `
    <mcm-note kind="warning">
      <b>Access was changed behind MCM’s back.</b>
      @if (drift().since; as since) {
        Noticed <mcm-age [at]="since" />.
      }
      {{ what() }}
      <div class="actions">
        <button
          matButton="outlined"
          type="button"
          [attr.aria-expanded]="view().drift"
          (click)="changed.emit({ drift: view().drift ? null : 'shown' })"
        >
          {{ view().drift ? 'Hide the difference' : 'Show the difference' }}
        </button>
        <button
          matButton="outlined"
          type="button"
          disabledInteractive
          [disabled]="refusal() !== undefined"
          [matTooltip]="refusal()"
          (click)="refusal() === undefined && adopted.emit()"
        >
          Adopt
        </button>
        <button
          matButton="outlined"
          type="button"
          class="danger"
          disabledInteractive
          [disabled]="refusal() !== undefined"
          [matTooltip]="refusal()"
          (click)="refusal() === undefined && overwritten.emit()"
        >
          Overwrite …
        </button>
      </div>
    </mcm-note>
    @if (view().drift) {
      @if (drift().difference; as difference) {
        <mcm-access-difference
          [difference]="difference"
          [base]="drift().applied"
          [view]="view().view"
          (viewChange)="changed.emit({ view: $event === 'commands' ? $event : null })"
        />
      }
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 16px;
      margin-bottom: 16px;
    }
    .danger:not(:disabled) {
      --mat-button-outlined-label-text-color: var(--mcm-fault);
      --mat-button-outlined-state-layer-color: var(--mcm-fault);
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      margin-top: 8px;
    }
  `,
  host: { role: 'region', 'aria-label': 'Changed elsewhere' },
})
export class DriftBanner {
  readonly #session = inject(Session);
  readonly drift = input.required<AccessDrift>();
  readonly view = input.required<ChangesView>();
  /** Why nothing can be done about it now. */
  readonly busy = input<string>();
  readonly changed = output<ChangesChange>();
  readonly adopted = output();
  readonly overwritten = output();

  protected readonly refusal = computed(() => this.#session.refusal('adoptAccess') ?? this.busy());
  protected readonly what = computed(() => {
    const { applied, seen } = this.drift();
    const is = seen === undefined ? 'Something else' : `Revision ${seen}`;
    const was = applied === undefined ? '' : `, not revision ${applied}, which is wanted`;
    return `${is} is in force${was}. Until it is adopted or overwritten, nothing is applied.`;
  });
}
