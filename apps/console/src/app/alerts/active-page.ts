import { Component, computed, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Empty } from '../ui/empty';
import { FilterChip } from '../ui/filter-chip';
import { counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { ListBody } from '../ui/list-body';
import { ListPager } from '../ui/list-pager';
import { readCursors } from '../ui/paged-log';
import { Teller, ToldNote } from '../ui/told';
import { AlertList } from './alert-list';
import { AlertsStore } from './alerts-store';
import { IncidentsTable } from './incidents-table';
import { WindowDeeds } from './window-deeds';
import { type WindowWanted, WindowsPanel } from './windows-panel';

/** What is wrong now, when nobody is told of it, and what was wrong. */
@Component({
  selector: 'mcm-active-page',
  imports: [
    AlertList,
    Empty,
    FilterChip,
    Icon,
    IncidentsTable,
    ListBody,
    ListPager,
    MatButton,
    RouterLink,
    ToldNote,
    WindowsPanel,
  ],
  providers: [AlertsStore, WindowDeeds],
  templateUrl: './active-page.html',
  styleUrl: './active-page.scss',
})
export class ActivePage {
  readonly #router = inject(Router);
  readonly #deeds = inject(WindowDeeds);
  protected readonly store = inject(AlertsStore);
  protected readonly teller = new Teller();

  /** From the address: where the two lists begin, and whose history it is. */
  readonly alerts = input<string | readonly string[]>();
  readonly cursor = input<string | readonly string[]>();
  readonly rule = input<string>();

  protected readonly alertCursors = computed(() => readCursors(this.alerts()));
  protected readonly cursors = computed(() => readCursors(this.cursor()));
  protected readonly rules = computed(() => this.store.rules.latest() ?? []);
  protected readonly ruleId = computed(() => wholeOf(this.rule()));
  protected readonly ruleName = computed(() => {
    const id = this.ruleId();
    return this.rules().find((rule) => rule.id === id)?.name ?? `rule ${id ?? ''}`;
  });
  /** What is looked at, for who sees that nothing is wrong. */
  protected readonly watched = computed(() => {
    const rules = this.store.rules.latest();
    const enabled = rules?.filter((rule) => rule.enabled).length;
    return enabled === undefined ? undefined : counted(enabled, 'rule');
  });
  protected readonly hasNoRule = computed(() => this.store.rules.latest()?.length === 0);

  constructor() {
    effect(() => this.store.from.set(wholeOf(this.alertCursors().at(-1))));
    effect(() => {
      const [rule, cursor] = [this.ruleId(), wholeOf(this.cursors().at(-1))];
      this.store.incidentsOf.set({ rule, cursor });
    });
  }

  protected add(): Promise<void> {
    return this.#try(() => this.#deeds.add(this.rules()));
  }

  protected act({ deed, window }: WindowWanted): Promise<void> {
    switch (deed) {
      case 'edit':
        return this.#try(() => this.#deeds.edit(window, this.rules()));
      case 'end':
        return this.#try(() => this.#deeds.end(window));
      case 'delete':
        return this.#try(() => this.#deeds.delete(window, this.rules()));
    }
  }

  protected go(queryParams: Readonly<Record<string, string | readonly string[] | null>>): void {
    void this.#router.navigate(['/alerts'], { queryParams, queryParamsHandling: 'merge' });
  }

  protected turn(name: 'alerts' | 'cursor', cursors: readonly string[]): void {
    this.go({ [name]: cursors.length === 0 ? null : cursors });
  }

  async #try(deed: () => Promise<string | undefined>): Promise<void> {
    await this.teller.tell(deed);
    this.store.reload();
  }
}

function wholeOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
