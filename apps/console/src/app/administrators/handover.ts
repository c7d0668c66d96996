import { DOCUMENT } from '@angular/common';
import { Component, computed, inject, input } from '@angular/core';
import { type HandedOver, HandedOverList } from '../ui/handed-over';

/** What has to be handed over to somebody so that they can log in: shown this once. */
@Component({
  selector: 'mcm-handover',
  imports: [HandedOverList],
  template: `
    <mcm-handed-over [facts]="facts()">
      <b>The password is shown only now.</b> Hand it over on a safe way. It has to be changed at the
      next log-in.
    </mcm-handed-over>
  `,
})
export class Handover {
  readonly username = input.required<string>();
  readonly password = input.required<string>();
  readonly #address = inject(DOCUMENT).location.origin;
  protected readonly facts = computed((): readonly HandedOver[] => [
    { name: 'Address', value: this.#address },
    { name: 'Name', value: this.username() },
    { name: 'Password', value: this.password(), secret: true },
  ]);
}
