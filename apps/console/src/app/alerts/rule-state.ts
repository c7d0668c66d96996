import { Component, computed, input } from '@angular/core';
import type { AlertRule } from '../api/models';
import { count } from '../ui/formats';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icons';
import { SEVERITY_WORDS } from './severity-words';

interface Shown {
  readonly icon: IconName;
  readonly tone: string;
  readonly word: string;
  readonly why?: string | undefined;
}

/** How a rule stands now: firing, pending, well, or not known. */
@Component({
  selector: 'mcm-rule-state',
  imports: [Icon],
  template: `<mcm-icon class="small" [name]="shown().icon" /><span [title]="shown().why ?? ''">{{
      shown().word
    }}</span>`,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      white-space: nowrap;
      vertical-align: bottom;
    }
  `,
  host: { '[class]': 'shown().tone' },
})
export class RuleState {
  readonly rule = input.required<AlertRule>();
  protected readonly shown = computed(() => stateOf(this.rule()));
}

function stateOf({ enabled, firing, pending, severity, unknown, readAt }: AlertRule): Shown {
  if (!enabled) return { icon: 'pause', tone: 't3', word: 'Off' };
  if (firing > 0) {
    const { icon, tone } = SEVERITY_WORDS[severity];
    const waiting = pending > 0 ? `, ${count(pending)} pending` : '';
    return { icon, tone, word: `${count(firing)} firing${waiting}` };
  }
  if (pending > 0) return { icon: 'running', tone: 'warning', word: `${count(pending)} pending` };
  if (unknown !== undefined)
    return { icon: 'unknown', tone: 'unknown', word: 'Not known', why: unknown };
  if (readAt === undefined) return { icon: 'unknown', tone: 'unknown', word: 'Not looked at yet' };
  return { icon: 'ok', tone: 'ok', word: 'Well' };
}
