import { Component, inject } from '@angular/core';
import { Clock } from '../ui/clock';
import { ago, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { HostsStore } from './hosts-store';

/** Which host applications say that they are there. */
@Component({
  selector: 'mcm-hosts-line',
  imports: [Icon],
  template: `
    @if (store.hosts().length > 0) {
      <dl aria-label="Host applications">
        <dt>Hosts</dt>
        @for (host of store.hosts(); track host.host + host.version) {
          <dd [title]="'STATE of Sparkplug ' + host.version + ', said ' + exactly(host.at)">
            <mcm-icon
              class="small"
              [class]="host.state === 'online' ? 'ok' : 'fault'"
              [name]="host.state === 'online' ? 'ok' : 'fault'"
            />
            <span class="mono">{{ host.host }}</span>
            <span class="t3">{{ host.state }} for {{ age(host.at) }}</span>
          </dd>
        }
      </dl>
    }
  `,
  styles: `
    dl {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 16px;
      padding: 0 var(--mcm-gutter) 10px;
      color: var(--mcm-text-2);
      font: var(--mcm-caption);
    }
    dt {
      color: var(--mcm-text-3);
    }
    dd {
      display: flex;
      align-items: center;
      gap: 5px;
      min-width: 0;
    }
  `,
})
export class HostsLine {
  protected readonly store = inject(HostsStore);
  readonly #now = inject(Clock).now;
  protected readonly exactly = exactly;

  protected age(at: string): string {
    const words = ago(Date.parse(at), this.#now());
    return words === 'just now' ? 'a moment' : words.replace(/ ago$/, '');
  }
}
