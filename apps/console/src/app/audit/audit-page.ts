import { Component, computed, effect, inject, input } from '@angular/core';
import { MatFormField } from '@angular/material/form-field';
import { MatOptgroup, MatOption, MatSelect, MatSelectTrigger } from '@angular/material/select';
import { Router, RouterLink } from '@angular/router';
import { AUDIT_RESULTS } from '#contract';
import { AbsentEntry } from '../ui/absent-entry';
import { FilterText } from '../trust/filter-text';
import { LogFrame } from '../trust/log-frame';
import { readCursors } from '../ui/paged-log';
import { SpanField } from '../trust/span-field';
import { DetailSheet } from '../ui/detail-sheet';
import { Empty } from '../ui/empty';
import { FilterChip } from '../ui/filter-chip';
import { Forbidden } from '../ui/forbidden';
import { count, counted, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { Rows } from '../ui/rows';
import { Split } from '../ui/split';
import { When } from '../ui/when';
import { AuditEntryView } from './audit-entry';
import {
  ACTION_GROUPS,
  type AuditFilter,
  auditParams,
  isFiltering,
  readAuditFilter,
} from './audit-filter';
import { AuditStore, isUnreadable } from './audit-store';
import {
  actionFilterWords,
  actionWords,
  NOUNS,
  reasonWords,
  RESULT_WORDS,
  resourceWords,
  resultMark,
  who,
} from './audit-words';
import { ChainStore } from './chain-store';
import { ChainStrip } from './chain-strip';

/** What was done: the trail with its filters, its proof, and one entry of it beside. */
@Component({
  selector: 'mcm-audit-page',
  imports: [
    AbsentEntry,
    AuditEntryView,
    ChainStrip,
    DetailSheet,
    Empty,
    FilterText,
    FilterChip,
    Forbidden,
    Icon,
    LogFrame,
    MatFormField,
    MatOptgroup,
    MatOption,
    MatSelect,
    MatSelectTrigger,
    Note,
    RouterLink,
    Rows,
    SpanField,
    Split,
    When,
  ],
  providers: [AuditStore, ChainStore],
  templateUrl: './audit-page.html',
  styleUrls: ['../ui/rows.scss', './audit-page.scss'],
})
export class AuditPage {
  readonly #router = inject(Router);
  protected readonly store = inject(AuditStore);
  protected readonly chain = inject(ChainStore);

  /** From the address. */
  readonly id = input<string>();
  readonly actor = input<string>();
  readonly action = input<string>();
  readonly resource = input<string>();
  readonly result = input<string>();
  readonly range = input<string>();
  readonly since = input<string>();
  readonly until = input<string>();
  readonly cursor = input<string | readonly string[]>();

  protected readonly filter = computed(() =>
    readAuditFilter({
      actor: this.actor(),
      action: this.action(),
      resource: this.resource(),
      result: this.result(),
      range: this.range(),
      since: this.since(),
      until: this.until(),
    }),
  );
  protected readonly filtered = computed(() => isFiltering(this.filter()));
  protected readonly cursors = computed(() => readCursors(this.cursor()));

  protected readonly groups = ACTION_GROUPS;
  protected readonly nouns = NOUNS;
  protected readonly results = AUDIT_RESULTS;
  protected readonly resultWords = RESULT_WORDS;
  protected readonly actionFilterWords = actionFilterWords;
  protected readonly format = { count, counted, exactly };

  protected readonly rows = computed(() =>
    (this.store.log.page()?.entries ?? []).map((entry) => {
      const base = { id: entry.id, hash: entry.hash, proof: this.chain.proofOf(entry) };
      if (isUnreadable(entry)) return { ...base, entry: undefined };
      const { via, name } = who(entry.actor);
      return {
        ...base,
        entry,
        ...{ name, via, what: actionWords(entry), on: resourceWords(entry) },
        ...{ result: resultMark(entry), reason: reasonWords(entry.reason) },
      };
    }),
  );
  /** The entry in the address: readable, altered, or not on this page. */
  protected readonly open = computed(() => {
    const id = Number(this.id());
    return this.store.log
      .page()
      ?.entries.find((entry) => entry.id === id || (!isUnreadable(entry) && entry.intent === id));
  });
  protected readonly unreadable = computed(() => {
    const entry = this.open();
    return entry !== undefined && isUnreadable(entry) ? entry : undefined;
  });
  protected readonly readable = computed(() => {
    const entry = this.open();
    return entry === undefined || isUnreadable(entry) ? undefined : entry;
  });

  constructor() {
    effect(() => this.store.filter.set(this.filter()));
    effect(() => this.store.cursor.set(this.cursors().at(-1)));
  }

  /** Another filter begins at the newest entry again. */
  protected show(change: Partial<AuditFilter>): void {
    const params = auditParams({ ...this.filter(), ...change });
    this.#go({ ...params, cursor: null });
  }

  protected clear(): void {
    this.#go({ ...auditParams({ span: {} }), cursor: null });
  }

  protected turn(cursors: readonly string[]): void {
    this.#go({ cursor: cursors.length === 0 ? null : cursors });
  }

  #go(queryParams: Readonly<Record<string, string | readonly string[] | null>>): void {
    void this.#router.navigate(['/audit'], { queryParams, queryParamsHandling: 'merge' });
  }
}
