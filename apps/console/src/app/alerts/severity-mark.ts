import { Component, computed, input } from '@angular/core';
import type { Severity } from '#domain/alert';
import { Icon } from '../ui/icon';
import { SEVERITY_WORDS } from './severity-words';

/** A severity: its icon, its word, its colour. */
@Component({
  selector: 'mcm-severity',
  imports: [Icon],
  template: `<mcm-icon class="small" [name]="words().icon" />{{ words().word }}`,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      white-space: nowrap;
      vertical-align: bottom;
    }
  `,
  host: { '[class]': 'words().tone' },
})
export class SeverityMark {
  readonly severity = input.required<Severity>();
  protected readonly words = computed(() => SEVERITY_WORDS[this.severity()]);
}
