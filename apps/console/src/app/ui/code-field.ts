import {
  Component,
  computed,
  type ElementRef,
  input,
  model,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { Icon } from './icon';

const DIGITS = 6;

/** Six digits, each in a box; told as complete once the sixth is there. One field, so that pasting works. */
@Component({
  selector: 'mcm-code-field',
  imports: [Icon],
  template: `
    <label [for]="fieldId()">6-digit code</label>
    <div class="boxes" [class.faulty]="fault()">
      @for (box of boxes(); track $index) {
        <span aria-hidden="true" [class]="box"></span>
      }
      <div class="clip">
        <input
          #digits
          inputmode="numeric"
          autocomplete="one-time-code"
          pattern="[0-9]*"
          [id]="fieldId()"
          [attr.aria-invalid]="fault() ? 'true' : null"
          [attr.aria-describedby]="fault() ? fieldId() + '-fault' : null"
          [value]="value()"
          (input)="typed(digits)"
          (select)="mark(digits)"
          (keyup)="mark(digits)"
          (pointerup)="mark(digits)"
          (blur)="unmark()"
        />
      </div>
    </div>
    @if (fault(); as fault) {
      <span class="hint fault" [id]="fieldId() + '-fault'">
        <mcm-icon class="small" name="fault" />{{ fault }}
      </span>
    }
  `,
  styleUrls: ['./field.scss', './code-field.scss'],
})
export class CodeField {
  readonly value = model('');
  /** Unique on the page. */
  readonly fieldId = input.required<string>();
  readonly fault = input<string>();
  readonly complete = output();

  private readonly digits = viewChild.required<ElementRef<HTMLInputElement>>('digits');
  readonly #chosen = signal<readonly [from: number, to: number]>([0, 0]);
  /** Which box the next digit goes to, and which hold digits that it would replace. */
  protected readonly boxes = computed(() => {
    const [from, to] = this.#chosen();
    return Array.from({ length: DIGITS }, (_, index) => {
      if (index >= from && index < to) return 'chosen';
      return index === this.value().length && from === to ? 'next' : '';
    });
  });

  focus(): void {
    this.digits().nativeElement.focus();
  }

  select(): void {
    this.digits().nativeElement.select();
  }

  protected mark({ selectionStart, selectionEnd }: HTMLInputElement): void {
    this.#chosen.set([selectionStart ?? 0, selectionEnd ?? 0]);
  }

  protected unmark(): void {
    this.#chosen.set([0, 0]);
  }

  /** Whatever was typed or pasted, `123 456` among it, as digits. */
  protected typed(field: HTMLInputElement): void {
    const before = this.value();
    this.unmark();
    const code = field.value.replaceAll(/\D/g, '').slice(0, DIGITS);
    if (field.value !== code) field.value = code;
    this.value.set(code);
    if (code.length === DIGITS && code !== before) this.complete.emit();
  }
}
