import { Component, computed, input } from '@angular/core';
import { Icon } from './icon';

export type NoteKind = 'info' | 'ok' | 'warning' | 'fault';

/** Something to be read: an icon of its kind and the text given to it. */
@Component({
  selector: 'mcm-note',
  imports: [Icon],
  template: `
    <mcm-icon [class]="kind()" [name]="kind()" />
    <div><ng-content /></div>
    <ng-content select="[action]" />
  `,
  styles: `
    :host {
      display: flex;
      align-items: flex-start;
      gap: 10px;
      padding: 10px 12px;
      border-radius: var(--mcm-r-2);
      background: var(--mcm-unknown-soft);
      color: var(--mcm-text-2);
    }
    :host(.warning) {
      background: var(--mcm-warning-soft);
    }
    :host(.fault) {
      background: var(--mcm-fault-soft);
    }
    :host(.ok) {
      background: var(--mcm-ok-soft);
    }
    mcm-icon {
      margin-top: 2px;
    }
    div {
      flex: 1;
      align-self: center;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    :host ::ng-deep a {
      text-decoration: underline;
    }
    :host ::ng-deep b {
      font-weight: 500;
      color: var(--mcm-text);
    }
  `,
  host: { '[class]': 'kind()', '[attr.role]': 'role()' },
})
export class Note {
  readonly kind = input.required<NoteKind>();
  protected readonly role = computed(() => (this.kind() === 'fault' ? 'alert' : 'status'));
}
