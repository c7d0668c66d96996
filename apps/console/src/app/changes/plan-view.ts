import { Component, computed, input, output } from '@angular/core';
import { FindingsPanel } from '../access/findings-panel';
import { findingOf, problemsOf } from '../access/linted';
import { ProblemsList } from '../access/problems-list';
import type { AccessPlan } from '../api/models';
import { Note } from '../ui/note';
import { AccessDifference } from './access-difference';
import type { ChangesChange, ChangesView } from './changes-view';
import { ImpactTable } from './impact-table';
import { RISKS } from './plan-facts';
import { TouchedClientsTable } from './touched-clients-table';

/** What applying the draft would do: how risky it is, for whom what changes, which lines, which clients. */
@Component({
  selector: 'mcm-plan',
  imports: [AccessDifference, FindingsPanel, ImpactTable, Note, ProblemsList, TouchedClientsTable],
  template: `
    <mcm-note [kind]="risk()[0]">
      <b>{{ risk()[1] }}.</b> {{ plan().risk.sentence }}
    </mcm-note>
    @if (plan().obstacles.length > 0) {
      <mcm-note kind="fault">
        <b>It cannot be applied.</b>
        <ul>
          @for (sentence of plan().obstacles; track $index) {
            <li>{{ sentence }}</li>
          }
        </ul>
      </mcm-note>
    }
    @if (plan().lockout.length > 0) {
      <mcm-note kind="fault">
        <b>MCM locks itself out.</b> It is applied by force only.
        <ul>
          @for (sentence of plan().lockout; track $index) {
            <li>{{ sentence }}</li>
          }
        </ul>
      </mcm-note>
    }
    @if (problems().length > 0) {
      <section class="panel" aria-labelledby="changes-problems">
        <header class="panel-head">
          <h2 id="changes-problems">Faults</h2>
          <span class="t3">The broker would not take these rules</span>
        </header>
        <mcm-problems [problems]="problems()" [reachable]="false" />
      </section>
    }
    <mcm-impact-table class="panel" [plan]="plan()" />
    <mcm-access-difference
      [difference]="plan().difference"
      [base]="plan().base"
      [view]="view().view"
      (viewChange)="changed.emit({ view: $event === 'commands' ? $event : null })"
    />
    @if (findings().length > 0) {
      <mcm-findings
        class="panel"
        heading="Findings that it adds"
        [findings]="findings()"
        [reachable]="[]"
      />
    }
    <mcm-touched-clients class="panel" [clients]="plan().clients" />
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 16px;
      min-width: 0;
    }
  `,
})
export class PlanView {
  readonly plan = input.required<AccessPlan>();
  readonly view = input.required<ChangesView>();
  readonly changed = output<ChangesChange>();

  protected readonly risk = computed(() => RISKS[this.plan().risk.level]);
  protected readonly findings = computed(() => this.plan().findings.map(findingOf));
  protected readonly problems = computed(() => problemsOf(this.plan().problems));
}
