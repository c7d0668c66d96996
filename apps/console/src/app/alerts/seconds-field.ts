import {
  Component,
  computed,
  type ElementRef,
  input,
  linkedSignal,
  model,
  viewChild,
} from '@angular/core';
import { MatFormField } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { numberOf } from './condition-draft';
import { SECONDS_OF, SECONDS_UNITS, type SecondsUnit, unitOf } from './seconds';

/** A time of so many seconds, minutes, hours or days. */
@Component({
  selector: 'mcm-seconds-field',
  imports: [MatFormField, MatInput, MatOption, MatSelect],
  template: `
    <label [for]="fieldId()">{{ label() }}</label>
    <div class="row">
      <mat-form-field appearance="outline" subscriptSizing="dynamic" [class.faulty]="fault()">
        <input
          #text
          matInput
          inputmode="numeric"
          autocomplete="off"
          [id]="fieldId()"
          [attr.aria-invalid]="fault() ? 'true' : null"
          [attr.aria-describedby]="fieldId() + '-hint'"
          [value]="amount()"
          (input)="type(text.value)"
        />
      </mat-form-field>
      <mat-form-field appearance="outline" subscriptSizing="dynamic">
        <mat-select
          [aria-label]="'Unit of ' + label()"
          [value]="unit()"
          (selectionChange)="choose($event.value)"
        >
          @for (name of units; track name) {
            <mat-option [value]="name">{{ name }}</mat-option>
          }
        </mat-select>
      </mat-form-field>
    </div>
    <span class="hint" [class.fault]="fault()" [id]="fieldId() + '-hint'">{{
      fault() ?? hint()
    }}</span>
  `,
  styleUrl: '../ui/field.scss',
  styles: `
    .row {
      display: grid;
      grid-template-columns: minmax(0, 1fr) 88px;
      gap: 8px;
      max-width: 260px;
    }
  `,
})
export class SecondsField {
  /** `NaN` for what is typed and is no number. */
  readonly value = model.required<number>();
  /** Unique on the page. */
  readonly fieldId = input.required<string>();
  readonly label = input.required<string>();
  readonly hint = input('');
  readonly fault = input<string>();

  protected readonly units = SECONDS_UNITS;
  /** Of what is there at first; then as it is chosen, however round the number is. */
  protected readonly unit = linkedSignal<number, SecondsUnit>({
    source: this.value,
    computation: (seconds, previous) =>
      previous !== undefined && isOwn(seconds, previous.value) ? previous.value : unitOf(seconds),
  });
  protected readonly amount = computed(() => {
    const amount = this.value() / SECONDS_OF[this.unit()];
    return Number.isNaN(amount) ? '' : String(amount);
  });
  private readonly text = viewChild.required<ElementRef<HTMLInputElement>>('text');

  focus(): void {
    this.text().nativeElement.focus();
  }

  protected type(text: string): void {
    this.value.set(Math.round(numberOf(text) * SECONDS_OF[this.unit()]));
  }

  protected choose(unit: SecondsUnit): void {
    const amount = this.value() / SECONDS_OF[this.unit()];
    this.unit.set(unit);
    this.value.set(Math.round(amount * SECONDS_OF[unit]));
  }
}

/** Whether a unit need not change for this value. */
const isOwn = (seconds: number, unit: SecondsUnit) =>
  Number.isNaN(seconds) || seconds % SECONDS_OF[unit] === 0;
