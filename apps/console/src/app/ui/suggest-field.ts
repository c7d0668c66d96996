import {
  booleanAttribute,
  Component,
  type ElementRef,
  input,
  model,
  output,
  viewChild,
} from '@angular/core';
import { MatAutocomplete, MatAutocompleteTrigger, MatOption } from '@angular/material/autocomplete';
import { MatFormField } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Icon } from './icon';

/** A line of text that something is suggested for while one types: names, topics. */
@Component({
  selector: 'mcm-suggest-field',
  imports: [Icon, MatAutocomplete, MatAutocompleteTrigger, MatFormField, MatInput, MatOption],
  template: `
    <label [for]="fieldId()" [class.cdk-visually-hidden]="bare()">{{ label() }}</label>
    <mat-form-field appearance="outline" subscriptSizing="dynamic" [class.faulty]="fault()">
      <input
        #text
        matInput
        class="mono"
        autocapitalize="none"
        autocomplete="off"
        spellcheck="false"
        maxlength="65535"
        [id]="fieldId()"
        [placeholder]="placeholder()"
        [attr.aria-invalid]="fault() ? 'true' : null"
        [attr.aria-describedby]="fault() || hint() ? fieldId() + '-hint' : null"
        [matAutocomplete]="suggestions"
        [matAutocompletePosition]="above() ? 'above' : 'auto'"
        [value]="value()"
        (input)="value.set(text.value)"
        (focus)="focused.emit()"
        (blur)="left.emit()"
      />
    </mat-form-field>
    <mat-autocomplete #suggestions="matAutocomplete" (optionSelected)="choose($event.option.value)">
      @for (option of options(); track option) {
        <mat-option [value]="option"
          ><span class="mono">{{ option }}</span></mat-option
        >
      }
    </mat-autocomplete>
    @if (fault(); as fault) {
      <span class="hint fault" [id]="fieldId() + '-hint'">
        <mcm-icon class="small" name="fault" />{{ fault }}
      </span>
    } @else if (hint(); as hint) {
      <span class="hint" [id]="fieldId() + '-hint'">{{ hint }}</span>
    }
  `,
  styleUrl: './field.scss',
})
export class SuggestField {
  readonly value = model('');
  /** Unique on the page. */
  readonly fieldId = input.required<string>();
  readonly label = input.required<string>();
  readonly options = input.required<readonly string[]>();
  readonly placeholder = input('');
  readonly hint = input<string>();
  /** What is wrong with the value; shown in place of the hint. */
  readonly fault = input<string>();
  /** Whether the label is seen elsewhere, as the head of a column. */
  readonly bare = input(false, { transform: booleanAttribute });
  /** Whether the suggestions stand above the field: where something below it is read while one types. */
  readonly above = input(false, { transform: booleanAttribute });
  readonly focused = output();
  readonly left = output();
  /** One of the suggestions was taken. */
  readonly chosen = output<string>();

  private readonly text = viewChild.required<ElementRef<HTMLInputElement>>('text');

  focus(): void {
    this.text().nativeElement.focus();
  }

  protected choose(option: string): void {
    this.value.set(option);
    this.chosen.emit(option);
  }
}
