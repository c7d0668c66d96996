import { Component, computed, inject, input } from '@angular/core';
import { Clock } from './clock';
import { ago, exactly } from './formats';

/** How long ago a moment was, exact on hover. */
@Component({
  selector: 'mcm-age',
  template: `<time [attr.datetime]="at()" [title]="exact()">{{ text() }}</time>`,
})
export class Age {
  /** RFC 3339. */
  readonly at = input.required<string>();
  readonly #now = inject(Clock).now;
  protected readonly text = computed(() => ago(Date.parse(this.at()), this.#now()));
  protected readonly exact = computed(() => exactly(this.at()));
}
