import { Component, computed, effect, inject, input } from '@angular/core';
import { MatFormField } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import { Router, RouterLink } from '@angular/router';
import { SECURITY_CATEGORIES } from '#contract';
import { AbsentEntry } from '../ui/absent-entry';
import { FilterText } from '../trust/filter-text';
import { LogFrame } from '../trust/log-frame';
import { readCursors } from '../ui/paged-log';
import { SpanField } from '../trust/span-field';
import { Empty } from '../ui/empty';
import { Forbidden } from '../ui/forbidden';
import { count } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Rows } from '../ui/rows';
import { Split } from '../ui/split';
import { When } from '../ui/when';
import { SecurityEventView } from './security-event';
import {
  isFiltering,
  readSecurityFilter,
  reasonsOf,
  type SecurityFilter,
  securityParams,
} from './security-filter';
import { SecurityStore } from './security-store';
import { categoryWords, reasonWords } from './security-words';

/** What was tried and refused, and changes of second factors: the log with its filters, and one event beside. */
@Component({
  selector: 'mcm-security-page',
  imports: [
    AbsentEntry,
    Empty,
    FilterText,
    Forbidden,
    Icon,
    LogFrame,
    MatFormField,
    MatOption,
    MatSelect,
    RouterLink,
    Rows,
    SecurityEventView,
    SpanField,
    Split,
    When,
  ],
  providers: [SecurityStore],
  templateUrl: './security-page.html',
  styleUrls: ['../ui/rows.scss', './security-page.scss'],
})
export class SecurityPage {
  readonly #router = inject(Router);
  protected readonly store = inject(SecurityStore);

  /** From the address. */
  readonly id = input<string>();
  readonly category = input<string>();
  readonly reason = input<string>();
  readonly user = input<string>();
  readonly source = input<string>();
  readonly range = input<string>();
  readonly since = input<string>();
  readonly until = input<string>();
  readonly cursor = input<string | readonly string[]>();

  protected readonly filter = computed(() =>
    readSecurityFilter({
      category: this.category(),
      reason: this.reason(),
      user: this.user(),
      source: this.source(),
      range: this.range(),
      since: this.since(),
      until: this.until(),
    }),
  );
  protected readonly filtered = computed(() => isFiltering(this.filter()));
  protected readonly cursors = computed(() => readCursors(this.cursor()));

  protected readonly categories = SECURITY_CATEGORIES;
  protected readonly reasons = computed(() => reasonsOf(this.filter().category));
  protected readonly categoryWords = categoryWords;
  protected readonly reasonWords = reasonWords;
  protected readonly count = count;

  protected readonly events = computed(() => this.store.log.page()?.entries ?? []);
  /** The event in the address, if it is on this page. */
  protected readonly open = computed(() => {
    const id = Number(this.id());
    return this.events().find((event) => event.id === id);
  });

  constructor() {
    effect(() => this.store.filter.set(this.filter()));
    effect(() => this.store.cursor.set(this.cursors().at(-1)));
  }

  /** Another filter begins at the newest event again. */
  protected show(change: Partial<SecurityFilter>): void {
    this.#go({ ...securityParams({ ...this.filter(), ...change }), cursor: null });
  }

  protected clear(): void {
    this.#go({ ...securityParams({ span: {} }), cursor: null });
  }

  protected turn(cursors: readonly string[]): void {
    this.#go({ cursor: cursors.length === 0 ? null : cursors });
  }

  #go(queryParams: Readonly<Record<string, string | readonly string[] | null>>): void {
    void this.#router.navigate(['/security'], { queryParams, queryParamsHandling: 'merge' });
  }
}
