import { Component, computed, input } from '@angular/core';
import type { SparkplugState } from '../api/models';
import { Icon } from '../ui/icon';
import { STATE_WORDS } from './state-words';

/** The state of a node or device: icon and word. */
@Component({
  selector: 'mcm-state-mark',
  imports: [Icon],
  template: `
    <mcm-icon class="small" [class]="words().icon" [name]="words().icon" /><span
      [class]="words().icon"
      >{{ words().word }}</span
    >
  `,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      vertical-align: middle;
      white-space: nowrap;
    }
  `,
  host: { '[title]': 'words().text' },
})
export class StateMark {
  readonly state = input.required<SparkplugState>();
  protected readonly words = computed(() => STATE_WORDS[this.state()]);
}
