import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { CopyButton } from './copy-button';
import type { Failure } from './failure';
import { Icon } from './icon';

/** Instead of what could not be had: the reason, and a way to ask again. */
@Component({
  selector: 'mcm-failed',
  imports: [CopyButton, Icon, MatButton],
  template: `
    <mcm-icon class="large fault" name="fault" />
    <h2>{{ heading() }}</h2>
    <p>
      {{ failure().title }}. {{ failure().detail }}
      @if (failure().request; as request) {
        Request <code>{{ request }}</code>.
      }
    </p>
    <div class="actions">
      <button matButton="outlined" type="button" (click)="retry.emit()">
        <mcm-icon name="refresh" />Try again
      </button>
      @if (failure().request; as request) {
        <mcm-copy-button [text]="request" label="Copy the request id" />
      }
    </div>
  `,
  styleUrl: './state.scss',
  host: { role: 'alert' },
})
export class Failed {
  /** What could not be had: "The topics could not be read". */
  readonly heading = input.required<string>();
  readonly failure = input.required<Failure>();
  readonly retry = output();
}
