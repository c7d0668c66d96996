import { Component, computed, input, model, viewChild } from '@angular/core';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { TextField } from '../ui/text-field';
import type { ConditionDraft } from './condition-draft';

/** Over or under which number, and where it clears again. */
@Component({
  selector: 'mcm-threshold-fields',
  imports: [MatButtonToggle, MatButtonToggleGroup, TextField],
  template: `
    <div class="side">
      <span class="label" id="threshold-side">Holds while it is</span>
      <mat-button-toggle-group
        aria-labelledby="threshold-side"
        hideSingleSelectionIndicator
        [value]="draft().side"
        (change)="change({ side: $event.value })"
      >
        <mat-button-toggle value="above">Over</mat-button-toggle>
        <mat-button-toggle value="below">Under</mat-button-toggle>
      </mat-button-toggle-group>
    </div>
    <mcm-text-field
      #threshold
      fieldId="rule-threshold"
      label="Threshold"
      [fault]="faults().get('/condition/' + draft().side)"
      [value]="draft().threshold"
      (valueChange)="change({ threshold: $event })"
    />
    <mcm-text-field
      fieldId="rule-clear"
      label="Clears at (optional)"
      [hint]="hint()"
      [fault]="faults().get('/condition/clearAt')"
      [value]="draft().clearAt"
      (valueChange)="change({ clearAt: $event })"
    />
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: auto repeat(2, minmax(0, 1fr));
      gap: 12px;
      align-items: start;
    }
    .side {
      display: flex;
      flex-direction: column;
      gap: 4px;
    }
    .label {
      color: var(--mcm-text-2);
      font: var(--mcm-label);
    }
    @media (max-width: 479px) {
      :host {
        grid-template-columns: minmax(0, 1fr);
      }
      .side {
        align-items: flex-start;
      }
    }
  `,
})
export class ThresholdFields {
  readonly draft = model.required<ConditionDraft>();
  readonly faults = input.required<ReadonlyMap<string, string>>();
  private readonly threshold = viewChild.required<TextField>('threshold');
  protected readonly hint = computed(() =>
    this.draft().side === 'above'
      ? 'Goes on until the number has fallen to here.'
      : 'Goes on until the number has risen to here.',
  );

  focus(): void {
    this.threshold().focus();
  }

  protected change(change: Partial<ConditionDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }
}
