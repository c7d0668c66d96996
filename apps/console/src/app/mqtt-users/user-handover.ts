import { Component, computed, input } from '@angular/core';
import { type HandedOver, HandedOverList } from '../ui/handed-over';

/** What has to be put into the device so that it can log in: shown this once. */
@Component({
  selector: 'mcm-user-handover',
  imports: [HandedOverList],
  template: `
    <mcm-handed-over [facts]="facts()">
      <b>The password is shown only now.</b> Put it into the device, or hand it over on a safe way.
      It works once the draft is applied.
    </mcm-handed-over>
  `,
})
export class UserHandover {
  readonly username = input.required<string>();
  readonly password = input.required<string>();
  protected readonly facts = computed((): readonly HandedOver[] => [
    { name: 'Name', value: this.username() },
    { name: 'Password', value: this.password(), secret: true },
  ]);
}
