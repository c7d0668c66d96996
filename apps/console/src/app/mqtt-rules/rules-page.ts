import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormField } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatTooltip } from '@angular/material/tooltip';
import { Router, RouterLink } from '@angular/router';
import { AccessFrame } from '../access/access-frame';
import { PendingMark } from '../access/pending-mark';
import { PERMISSION_WORDS } from '../access/permissions';
import type { AclRule } from '../api/models';
import { AbsentEntry } from '../ui/absent-entry';
import { readCursors } from '../ui/paged-log';
import { Empty } from '../ui/empty';
import { FilterChip } from '../ui/filter-chip';
import { Forbidden } from '../ui/forbidden';
import { count } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Rows } from '../ui/rows';
import { Sheets } from '../ui/sheets';
import { Split } from '../ui/split';
import { Teller } from '../ui/told';
import { RuleDeeds } from './rule-deeds';
import { RuleDetail } from './rule-detail';
import { PRINCIPAL_TYPES, PRINCIPAL_WORDS } from './rule-draft';
import { type RuleDeed, RuleMenu } from './rule-menu';
import { RulePrincipal } from './rule-principal';
import { type RuleDone, RuleSheet, type RuleSheetInput } from './rule-sheet';
import { whoseWords } from './rule-words';
import { type RulesQuery, RulesStore } from './rules-store';

type Params = Readonly<Record<string, string | readonly string[] | null>>;

/** Who may publish and receive what: the list, one rule beside it, and a sheet to add and to change. */
@Component({
  selector: 'mcm-rules-page',
  imports: [
    AbsentEntry,
    AccessFrame,
    Empty,
    FilterChip,
    Forbidden,
    Icon,
    MatButton,
    MatFormField,
    MatOption,
    MatSelect,
    MatTooltip,
    PendingMark,
    RouterLink,
    Rows,
    RuleDetail,
    RuleMenu,
    RulePrincipal,
    Split,
  ],
  providers: [RulesStore, RuleDeeds],
  templateUrl: './rules-page.html',
  styleUrls: ['../ui/rows.scss', '../access/list.scss', './rules-page.scss'],
})
export class RulesPage {
  readonly #router = inject(Router);
  readonly #sheets = inject(Sheets);
  readonly #deeds = inject(RuleDeeds);
  protected readonly store = inject(RulesStore);

  /** From the address: which is chosen, what is looked for, and whether the sheet is open: `new` or `edit`. */
  readonly id = input<string>();
  readonly search = input<string>();
  readonly type = input<string>();
  readonly principal = input<string>();
  readonly cursor = input<string | readonly string[]>();
  readonly sheet = input<string>();

  protected readonly types = PRINCIPAL_TYPES;
  protected readonly typeWords = PRINCIPAL_WORDS;
  protected readonly permissionWords = PERMISSION_WORDS;
  protected readonly whoseWords = whoseWords;
  protected readonly format = { count };
  protected readonly teller = new Teller();
  protected readonly cursors = computed(() => readCursors(this.cursor()));
  protected readonly query = computed((): RulesQuery => {
    const type = PRINCIPAL_TYPES.find((name) => name === this.type());
    const principal = this.principal() || undefined;
    return { search: this.search() ?? '', type, principal, cursor: this.cursors().at(-1) };
  });
  protected readonly filtered = computed(() => {
    const { search, type, principal } = this.query();
    return search !== '' || type !== undefined || principal !== undefined;
  });
  protected readonly open = computed(() => this.store.find(this.id()));
  /** What the sheet is about, when it is open, the role allows it, and the rule is there. */
  readonly #sheet = computed((): RuleSheetInput | undefined => {
    if (this.store.readOnly() !== undefined || this.store.list.isReadOnly()) return undefined;
    const { type, principal } = this.query();
    if (this.sheet() === 'new') return { type, principal };
    const seen = this.sheet() === 'edit' ? this.open() : undefined;
    return seen && { seen };
  });
  #shows = false;

  constructor() {
    effect(() => this.store.query.set(this.query()));
    effect(() => {
      const about = this.#sheet();
      if (about !== undefined) untracked(() => void this.#showSheet(about));
    });
  }

  protected show(params: Params): void {
    this.#go({ ...params, cursor: null }, true);
  }

  protected turn(cursors: readonly string[]): void {
    this.#go({ cursor: cursors.length === 0 ? null : cursors });
  }

  protected add(): void {
    this.#go({ sheet: 'new' });
  }

  protected async act(deed: RuleDeed, rule: AclRule): Promise<void> {
    if (deed === 'edit') {
      await this.#router.navigate(['/rules', rule.id], {
        queryParams: { sheet: 'edit' },
        queryParamsHandling: 'merge',
      });
      return;
    }
    await this.#try(async () => {
      const seen = this.store.find(rule.id);
      if (seen === undefined || !(await this.#deeds.delete(seen))) return undefined;
      if (this.id() === rule.id) {
        await this.#router.navigate(['/rules'], { queryParamsHandling: 'preserve' });
      }
      return `A rule of ${whoseWords(rule)} was deleted.`;
    });
  }

  /** Does it, says what became of it, and shows how things are then. */
  async #try(deed: () => Promise<string | undefined>): Promise<void> {
    await this.teller.tell(deed);
    this.store.list.reload();
  }

  async #showSheet(data: RuleSheetInput): Promise<void> {
    // The page below is read anew while the sheet is open: what is on it is another object then.
    if (this.#shows) return;
    this.#shows = true;
    const done = await this.#sheets.open<RuleSheet, RuleSheetInput, RuleDone>(RuleSheet, {
      data,
      heading: 'rule-sheet',
    });
    this.#shows = false;
    if (done !== undefined) {
      this.store.made(done.rule);
      await this.#try(() => Promise.resolve(done.title));
    }
    await this.#router.navigate(done === undefined ? [] : ['/rules', done.rule.id], {
      queryParams: { sheet: null },
      queryParamsHandling: 'merge',
    });
  }

  #go(queryParams: Params, replaceUrl = false): void {
    void this.#router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl });
  }
}
