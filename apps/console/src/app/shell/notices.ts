import { Component, computed, inject } from '@angular/core';
import { StatusStore } from '../status/status-store';
import { Note } from '../ui/note';

/** What every page must say first: settings that are for development only. */
@Component({
  selector: 'mcm-notices',
  imports: [Note],
  template: `
    @if (warnings(); as warnings) {
      @if (warnings.length > 0) {
        <mcm-note kind="warning">
          <b>For development only:</b>
          @for (warning of warnings; track warning.key; let last = $last) {
            <span>
              {{ warning.text }} <code>{{ warning.key }}</code>
            </span>
          }
        </mcm-note>
      }
    }
  `,
  styles: `
    mcm-note {
      border-radius: 0;
      padding-inline: var(--mcm-gutter);
      border-bottom: 1px solid var(--mcm-line);
    }
    span + span {
      display: block;
    }
  `,
})
export class Notices {
  readonly #status = inject(StatusStore).latest;
  protected readonly warnings = computed(() => this.#status()?.warnings);
}
