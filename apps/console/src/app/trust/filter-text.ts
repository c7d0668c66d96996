import { Component, input, output } from '@angular/core';
import { MatFormField, MatPrefix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Icon } from '../ui/icon';

/** A filter for one exact word: asked for once it is whole, with Enter or by leaving the field. */
@Component({
  selector: 'mcm-filter-text',
  imports: [Icon, MatFormField, MatInput, MatPrefix],
  template: `
    <mat-form-field appearance="outline" subscriptSizing="dynamic">
      <mcm-icon matPrefix name="search" class="t3" />
      <input
        #text
        matInput
        type="search"
        autocapitalize="none"
        spellcheck="false"
        [attr.aria-label]="label()"
        [placeholder]="label()"
        [attr.maxlength]="128"
        [value]="value() ?? ''"
        (input)="text.value === '' && settle('')"
        (change)="settle(text.value)"
        (keydown.enter)="settle(text.value)"
      />
    </mat-form-field>
  `,
  styles: `
    :host {
      flex: 0 1 160px;
      min-width: 0;
    }
    mat-form-field {
      width: 100%;
    }
    mcm-icon {
      margin: 0 8px 0 12px;
    }
    @media (max-width: 799px) {
      :host {
        flex: 1 1 140px;
      }
    }
  `,
})
export class FilterText {
  readonly label = input.required<string>();
  readonly value = input<string>();
  readonly valueChange = output<string | undefined>();

  protected settle(text: string): void {
    const wanted = text.trim() === '' ? undefined : text.trim();
    if (wanted !== this.value()) this.valueChange.emit(wanted);
  }
}
