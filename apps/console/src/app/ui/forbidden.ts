import { Component, input } from '@angular/core';
import { Icon } from './icon';

/** Instead of a page that the role may not ask for. */
@Component({
  selector: 'mcm-forbidden',
  imports: [Icon],
  template: `
    <mcm-icon class="large t3" name="lock" />
    <h1>{{ heading() }}</h1>
    <p>{{ reason() }} An administrator can change roles.</p>
  `,
  styleUrl: './state.scss',
})
export class Forbidden {
  readonly heading = input.required<string>();
  readonly reason = input.required<string>();
}
