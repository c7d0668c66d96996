import { Component, input, model } from '@angular/core';
import { MatFormField } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import type { AlertRule } from '../api/models';

/** Which rules something is about: all of them while none is chosen. */
@Component({
  selector: 'mcm-rules-select',
  imports: [MatFormField, MatOption, MatSelect],
  template: `
    <span class="label" [id]="fieldId()">Rules</span>
    <mat-form-field appearance="outline" subscriptSizing="dynamic">
      <mat-select
        multiple
        placeholder="All rules"
        panelWidth="auto"
        [aria-labelledby]="fieldId()"
        [value]="value()"
        (selectionChange)="value.set($event.value)"
      >
        @for (rule of rules(); track rule.id) {
          <mat-option [value]="rule.id">{{ rule.name }}</mat-option>
        }
      </mat-select>
    </mat-form-field>
    <span class="hint">With none chosen, all rules, also those that are added later.</span>
  `,
  styleUrl: '../ui/field.scss',
  styles: `
    .label {
      font: var(--mcm-label);
      color: var(--mcm-text-2);
    }
  `,
})
export class RulesSelect {
  /** The ids of rules. */
  readonly value = model.required<readonly number[]>();
  /** Unique on the page. */
  readonly fieldId = input.required<string>();
  readonly rules = input.required<readonly AlertRule[]>();
}
