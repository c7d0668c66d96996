import { Component, computed, input } from '@angular/core';
import type { FlipGroup, Impact } from '../api/models';
import { count, counted } from '../ui/formats';
import { Icon } from '../ui/icon';

const EXAMPLES = 3;

/** What changes between two policies on many topics, by the rules that decide before and after. */
@Component({
  selector: 'mcm-flip-list',
  imports: [Icon],
  template: `
    <h3 id="explain-observed">
      {{ heading() }}
      @if (outdated()) {
        <span class="warning">(of the draft as it was then)</span>
      }
    </h3>
    <ul tabindex="0" aria-labelledby="explain-observed">
      @for (group of impact().groups; track $index) {
        <li>
          <mcm-icon
            [class]="group.change === 'gained' ? 'ok' : 'fault'"
            [name]="group.change === 'gained' ? 'add' : 'minus'"
          />
          <div>
            <b>{{ group.action }} {{ group.change }}</b>
            <span class="t2">
              by {{ format.counted(group.clients, 'client') }} on
              {{ format.counted(group.topics, 'topic') }}
            </span>
            <p class="t2">
              <code>{{ group.before.text }}</code> decides now, then
              <code>{{ group.after.text }}</code>
            </p>
            <p class="caption t3">{{ examplesOf(group) }}</p>
          </div>
        </li>
      }
    </ul>
    @if (impact().groupsLeftOff > 0) {
      <p class="more caption t3">
        and {{ format.counted(impact().groupsLeftOff, 'smaller group') }}
      </p>
    }
  `,
  styleUrl: './flips.scss',
  styles: `
    :host {
      display: block;
      border-top: 1px solid var(--mcm-line);
    }
    h3 {
      padding: 10px 16px 2px;
      font: var(--mcm-body-strong);
    }
    b {
      font-weight: 500;
    }
    .more {
      padding: 8px 16px;
    }
  `,
})
export class FlipList {
  readonly impact = input.required<Impact>();
  /** Whether the draft has changed since. */
  readonly outdated = input.required<boolean>();

  protected readonly format = { counted };
  protected readonly heading = computed(() => {
    const { topics, clients, gained, lost, moreObserved } = this.impact();
    const on = `${moreObserved ? 'The first ' : ''}${counted(topics, 'observed topic')}`;
    const who = counted(clients, 'client');
    if (gained + lost === 0) return `${on}, ${who}: nothing changes`;
    return `${on}, ${who}: ${count(gained)} gained, ${count(lost)} lost`;
  });

  protected examplesOf({ examples }: FlipGroup): string {
    const words = examples
      .slice(0, EXAMPLES)
      .map(({ client, topic }) => `${client.username ?? 'anonymous'} on ${topic}`);
    return `For example ${words.join(', ')}`;
  }
}
