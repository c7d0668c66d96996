import { Component, input } from '@angular/core';
import { Icon } from './icon';

/** Instead of nothing: what it will be, and what to do first. */
@Component({
  selector: 'mcm-empty',
  imports: [Icon],
  template: `
    <mcm-icon class="large t3" name="info" />
    <h2>{{ heading() }}</h2>
    <ng-content />
  `,
  styleUrl: './state.scss',
})
export class Empty {
  readonly heading = input.required<string>();
}
