import { Component, computed, input } from '@angular/core';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icons';
import { type Decision, type StageState, stagesOf } from './decision-stages';

const MARKS: Readonly<Record<StageState, readonly [icon: IconName, colour: string]>> = {
  holds: ['ok', 'ok'],
  allows: ['ok', 'ok'],
  denies: ['fault', 'fault'],
  passes: ['newest', 't3'],
  'not-tried': ['open', 't3'],
};

/** The way of a question through the broker, place by place. */
@Component({
  selector: 'mcm-stages',
  imports: [Icon],
  template: `
    @for (stage of stages(); track $index) {
      <li [class]="stage.state">
        <mcm-icon [class]="marks[stage.state][1]" [name]="marks[stage.state][0]" />
        <div>
          <span class="name">{{ stage.name }}</span>
          <p class="caption t3">{{ stage.detail }}</p>
        </div>
      </li>
    }
  `,
  styles: `
    :host {
      display: block;
      padding: 16px 16px 4px;
    }
    li {
      display: grid;
      grid-template-columns: 16px minmax(0, 1fr);
      gap: 10px;
      position: relative;
      padding-bottom: 12px;
      overflow-wrap: anywhere;
    }
    li:not(:last-child)::before {
      content: '';
      position: absolute;
      top: 20px;
      bottom: 0;
      left: 7.5px;
      width: 1px;
      background: var(--mcm-line-strong);
    }
    mcm-icon {
      margin-top: 2px;
    }
    .name {
      font-weight: 500;
    }
    .passes .name,
    .not-tried .name {
      color: var(--mcm-text-2);
      font-weight: 400;
    }
    .not-tried .name {
      color: var(--mcm-text-3);
    }
  `,
  host: { role: 'list' },
})
export class StagesList {
  readonly decision = input.required<Decision>();
  protected readonly stages = computed(() => stagesOf(this.decision()));
  protected readonly marks = MARKS;
}
