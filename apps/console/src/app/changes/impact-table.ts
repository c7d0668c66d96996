import { Component, computed, input } from '@angular/core';
import type { AccessPlan } from '../api/models';
import { count, counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { impactRows } from './impact-rows';
import { planFacts } from './plan-facts';

/** Rows beyond these are counted. */
const MOST_SHOWN = 40;

/** Who gains and who loses what on the topics that were observed, and what that means for the plant. */
@Component({
  selector: 'mcm-impact-table',
  imports: [Icon],
  templateUrl: './impact-table.html',
  styleUrls: ['../ui/table.scss', './impact-table.scss'],
})
export class ImpactTable {
  readonly plan = input.required<AccessPlan>();

  protected readonly count = count;
  readonly #rows = computed(() => {
    const { impact, clients } = this.plan();
    return impact === undefined ? [] : impactRows(impact, clients.clients);
  });
  protected readonly shown = computed(() => this.#rows().slice(0, MOST_SHOWN));
  protected readonly rest = computed(() => {
    const { impact } = this.plan();
    const more = this.#rows().length - this.shown().length + (impact?.groupsLeftOff ?? 0);
    return more > 0 ? `and ${counted(more, 'smaller group')} more` : '';
  });
  protected readonly facts = computed(() => planFacts(this.plan()));
  protected readonly said = computed(() => {
    const { impact } = this.plan();
    if (impact === undefined) return '';
    const topics = counted(impact.topics, 'observed topic');
    const first = impact.moreObserved ? 'the first ' : '';
    return `on ${first}${topics}, ${counted(impact.clients, 'client')}`;
  });
  protected readonly nothing = computed(() => {
    const { impact, problems } = this.plan();
    if (impact !== undefined)
      return 'Nothing changes for anybody on the topics that were observed.';
    return problems.length > 0
      ? 'Not worked out: the broker would not take these rules.'
      : 'Not worked out: it would take too long on all topics that were observed.';
  });
}
