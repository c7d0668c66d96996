import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Alert } from '../api/models';
import { Clock } from '../ui/clock';
import { duration, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { LabelList } from './label-list';
import { SeverityMark } from './severity-mark';
import { whereOf } from './where';

/** What fires and what is pending: firing first, the gravest first among them. */
@Component({
  selector: 'mcm-alert-list',
  imports: [Icon, LabelList, RouterLink, SeverityMark],
  templateUrl: './alert-list.html',
  styleUrl: './alert-list.scss',
})
export class AlertList {
  readonly alerts = input.required<readonly Alert[]>();
  readonly #now = inject(Clock).now;

  protected readonly rows = computed(() =>
    this.alerts().map((alert) => ({
      alert,
      key: alert.incident ?? `${alert.ruleId} ${JSON.stringify(alert.labels)}`,
      where: whereOf(alert),
      silenced: alert.state === 'firing' && alert.noticedAt === undefined,
    })),
  );

  protected age({ state, firedAt, since }: Alert): string {
    const at = state === 'firing' ? (firedAt ?? since) : since;
    return duration(this.#now() - Date.parse(at));
  }

  protected exact({ since, firedAt, noticedAt }: Alert): string {
    const lines = [
      `Seen to hold since ${exactly(since)}`,
      ...(firedAt === undefined ? [] : [`firing since ${exactly(firedAt)}`]),
      ...(noticedAt === undefined ? [] : [`last told ${exactly(noticedAt)}`]),
    ];
    return `${lines.join(', ')}.`;
  }
}
