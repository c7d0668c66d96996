import {
  Component,
  debounced,
  effect,
  input,
  linkedSignal,
  output,
  untracked,
} from '@angular/core';
import { MatFormField, MatPrefix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Icon } from './icon';

const SETTLE_MS = 250;

/** A part of what is looked for in a list: asked for once one pauses, or with Enter. */
@Component({
  selector: 'mcm-search-box',
  imports: [Icon, MatFormField, MatInput, MatPrefix],
  template: `
    <mat-form-field appearance="outline" subscriptSizing="dynamic">
      <mcm-icon matPrefix name="search" class="t3" />
      <input
        #text
        matInput
        type="search"
        autocapitalize="none"
        autocomplete="off"
        spellcheck="false"
        maxlength="1024"
        [attr.aria-label]="label()"
        [placeholder]="label()"
        [value]="typed()"
        (input)="typed.set(text.value)"
        (keydown.enter)="settle()"
      />
    </mat-form-field>
  `,
  styles: `
    :host {
      flex: 0 1 280px;
      min-width: 160px;
    }
    mat-form-field {
      width: 100%;
    }
    mcm-icon {
      margin: 0 8px 0 12px;
    }
    @media (max-width: 799px) {
      :host {
        flex: 1 1 160px;
      }
    }
  `,
})
export class SearchBox {
  readonly label = input.required<string>();
  readonly value = input.required<string>();
  readonly valueChange = output<string>();

  protected readonly typed = linkedSignal(() => this.value());
  readonly #settled = debounced(this.typed, SETTLE_MS);

  constructor() {
    effect(() => {
      const settled = this.#settled.hasValue() ? this.#settled.value() : undefined;
      if (settled === untracked(this.typed)) untracked(() => this.settle());
    });
  }

  protected settle(): void {
    if (this.typed() !== this.value()) this.valueChange.emit(this.typed());
  }
}
