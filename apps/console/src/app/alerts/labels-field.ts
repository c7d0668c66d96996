import { Component, input, model } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatFormField } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Icon } from '../ui/icon';
import { type LabelRow, withRow } from './labels-draft';

/** Labels, each a name and a value in a row that can be changed. */
@Component({
  selector: 'mcm-labels-field',
  imports: [Icon, MatButton, MatFormField, MatIconButton, MatInput],
  template: `
    <fieldset>
      <legend>Labels</legend>
      @for (row of value(); track row.key) {
        <div class="row" role="group" [attr.aria-label]="'Label ' + ($index + 1)">
          <mat-form-field appearance="outline" subscriptSizing="dynamic">
            <input
              #name
              matInput
              class="mono"
              placeholder="hall"
              autocapitalize="none"
              autocomplete="off"
              spellcheck="false"
              maxlength="64"
              [attr.aria-label]="'Name of label ' + ($index + 1)"
              [value]="row.name"
              (input)="change(row, { name: name.value })"
            />
          </mat-form-field>
          <span aria-hidden="true">=</span>
          <mat-form-field appearance="outline" subscriptSizing="dynamic">
            <input
              #text
              matInput
              class="mono"
              placeholder="B"
              autocapitalize="none"
              autocomplete="off"
              spellcheck="false"
              maxlength="128"
              [attr.aria-label]="'Value of label ' + ($index + 1)"
              [value]="row.value"
              (input)="change(row, { value: text.value })"
            />
          </mat-form-field>
          <button
            matIconButton
            type="button"
            [attr.aria-label]="'Remove label ' + ($index + 1)"
            (click)="remove(row)"
          >
            <mcm-icon class="small" name="close" />
          </button>
        </div>
      }
      @if (fault(); as fault) {
        <p class="fault caption"><mcm-icon class="small" name="fault" />{{ fault }}</p>
      } @else {
        <p class="caption t3">{{ hint() }}</p>
      }
      <button matButton="outlined" type="button" (click)="add()">
        <mcm-icon name="add" />{{ value().length === 0 ? 'Add a label' : 'Another label' }}
      </button>
    </fieldset>
  `,
  styles: `
    :host {
      display: block;
    }
    .row {
      display: grid;
      grid-template-columns: minmax(0, 2fr) auto minmax(0, 3fr) auto;
      gap: 6px;
      align-items: center;
      margin-top: 6px;
    }
    p {
      display: flex;
      gap: 6px;
      margin: 4px 0 8px;
    }
  `,
  styleUrls: ['../ui/choices.scss'],
})
export class LabelsField {
  readonly value = model.required<readonly LabelRow[]>();
  readonly hint = input.required<string>();
  readonly fault = input<string>();

  protected change({ key }: LabelRow, change: Partial<LabelRow>): void {
    this.value.set(this.value().map((row) => (row.key === key ? { ...row, ...change } : row)));
  }

  protected remove({ key }: LabelRow): void {
    this.value.set(this.value().filter((row) => row.key !== key));
  }

  protected add(): void {
    this.value.set(withRow(this.value()));
  }
}
