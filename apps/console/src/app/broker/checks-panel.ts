import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { Session } from '../session/session';
import { Age } from '../ui/age';
import { Failed } from '../ui/failed';
import { Forbidden } from '../ui/forbidden';
import { exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { groupsOf, MARKS, needsAttention, summaryOf } from './checks';
import { DiagnosticsStore } from './diagnostics-store';

/** What `mcm doctor` says, as the server that runs sees it: one line for each thing it looked at, and what to do. */
@Component({
  selector: 'mcm-checks-panel',
  imports: [Age, Failed, Forbidden, Icon, MatButton, MatButtonToggle, MatButtonToggleGroup, Note],
  providers: [DiagnosticsStore],
  templateUrl: './checks-panel.html',
  styleUrl: './checks-panel.scss',
  host: { role: 'region', 'aria-labelledby': 'checks', class: 'panel' },
})
export class ChecksPanel {
  protected readonly store = inject(DiagnosticsStore);
  protected readonly refusal = inject(Session).refusal('getDiagnostics');
  /** Whether only what needs attention is shown. */
  readonly onlyFaults = input.required<boolean>();
  readonly onlyFaultsChange = output<boolean>();

  protected readonly marks = MARKS;
  readonly #findings = computed(() => this.store.latest()?.findings ?? []);
  protected readonly summary = computed(() => summaryOf(this.#findings()));
  protected readonly groups = computed(() => {
    const findings = this.#findings();
    return groupsOf(this.onlyFaults() ? findings.filter(needsAttention) : findings);
  });
  protected readonly readAt = computed(() => {
    const at = this.store.latest()?.at;
    return at === undefined ? '' : exactly(at);
  });
  protected readonly skeleton = [180, 240, 150, 210, 170];
}
