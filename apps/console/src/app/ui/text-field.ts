import {
  booleanAttribute,
  Component,
  type ElementRef,
  input,
  model,
  viewChild,
} from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import { MatIconButton } from '@angular/material/button';
import { MatFormField, MatSuffix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Icon } from './icon';

/** A line of text with its label above and what is to be said of it below; a password can be looked at. */
@Component({
  selector: 'mcm-text-field',
  imports: [Icon, MatFormField, MatIconButton, MatInput, MatSuffix],
  template: `
    <label [for]="fieldId()">{{ label() }}</label>
    <mat-form-field appearance="outline" subscriptSizing="dynamic" [class.faulty]="fault()">
      <input
        #text
        matInput
        autocapitalize="none"
        spellcheck="false"
        [class.mono]="mono()"
        [id]="fieldId()"
        [type]="shown() ? 'text' : type()"
        [attr.autocomplete]="autocomplete()"
        [attr.maxlength]="maxlength()"
        [attr.min]="min()"
        [attr.max]="max()"
        [attr.aria-invalid]="fault() ? 'true' : null"
        [attr.aria-describedby]="fault() || hint() ? fieldId() + '-hint' : null"
        [value]="value()"
        (input)="value.set(text.value)"
      />
      @if (type() === 'password') {
        <button
          matIconButton
          matSuffix
          type="button"
          [attr.aria-label]="(shown() ? 'Hide the ' : 'Show the ') + label().toLowerCase()"
          (click)="shown.set(!shown())"
        >
          <mcm-icon [name]="shown() ? 'hide' : 'show'" />
        </button>
      }
    </mat-form-field>
    @if (fault(); as fault) {
      <span class="hint fault" [id]="fieldId() + '-hint'">
        <mcm-icon class="small" name="fault" />{{ fault }}
      </span>
    } @else if (hint(); as hint) {
      <span class="hint" [class.ok]="good()" [id]="fieldId() + '-hint'">
        @if (good()) {
          <mcm-icon class="small" name="ok" />
        }
        {{ hint }}
      </span>
    }
  `,
  styleUrl: './field.scss',
})
export class TextField implements FormValueControl<string> {
  readonly value = model('');
  /** Unique on the page. */
  readonly fieldId = input.required<string>();
  readonly label = input.required<string>();
  readonly type = input<'text' | 'password' | 'date' | 'datetime-local' | 'time'>('text');
  readonly autocomplete = input('off');
  readonly maxlength = input<number>();
  readonly min = input<string>();
  readonly max = input<string>();
  readonly mono = input(false, { transform: booleanAttribute });
  readonly hint = input<string>();
  /** Whether the hint says that all is well. */
  readonly good = input(false);
  /** What is wrong with the value; shown in place of the hint. */
  readonly fault = input<string>();

  /** Whether a password can be read. */
  readonly shown = model(false);
  private readonly text = viewChild.required<ElementRef<HTMLInputElement>>('text');

  focus(): void {
    this.text().nativeElement.focus();
  }

  select(): void {
    this.text().nativeElement.select();
  }
}
