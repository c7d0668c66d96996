import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { MatTooltip } from '@angular/material/tooltip';
import { Router, RouterLink } from '@angular/router';
import type { AlertRule } from '../api/models';
import { AbsentEntry } from '../ui/absent-entry';
import { type DeedItem, DeedsMenu } from '../ui/deeds-menu';
import { Empty } from '../ui/empty';
import { counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { ListBody } from '../ui/list-body';
import { ReadOnly } from '../ui/read-only';
import { Rows } from '../ui/rows';
import { Sheets } from '../ui/sheets';
import { Split } from '../ui/split';
import { Teller, ToldNote } from '../ui/told';
import { TextParts } from '../ui/text-parts';
import { type AlertRuleDeed, AlertRuleDeeds } from './alert-rule-deeds';
import { AlertRuleDetail } from './alert-rule-detail';
import { wishOf } from './alert-rule-draft';
import { type AlertRuleDone, AlertRuleSheet, type AlertRuleSheetInput } from './alert-rule-sheet';
import { AlertRulesStore } from './alert-rules-store';
import { conditionText, conditionWords } from './condition-words';
import { RuleState } from './rule-state';
import { SchemaChoices } from './schema-choices';
import { SeverityMark } from './severity-mark';

const ITEMS: readonly DeedItem<AlertRuleDeed>[] = [
  { deed: 'edit', label: 'Change …' },
  { deed: 'delete', label: 'Delete …', danger: true },
];

/** What is watched: the list, one rule beside it, and a sheet to add and to change. */
@Component({
  selector: 'mcm-alert-rules-page',
  imports: [
    AbsentEntry,
    AlertRuleDetail,
    DeedsMenu,
    Empty,
    Icon,
    ListBody,
    MatButton,
    MatSlideToggle,
    MatTooltip,
    ReadOnly,
    RouterLink,
    Rows,
    RuleState,
    SeverityMark,
    Split,
    TextParts,
    ToldNote,
  ],
  providers: [AlertRuleDeeds, AlertRulesStore, SchemaChoices],
  templateUrl: './alert-rules-page.html',
  styleUrls: ['../ui/rows.scss', '../access/list.scss', './list-page.scss'],
})
export class AlertRulesPage {
  readonly #router = inject(Router);
  readonly #sheets = inject(Sheets);
  readonly #deeds = inject(AlertRuleDeeds);
  readonly #schemas = inject(SchemaChoices).names;
  protected readonly store = inject(AlertRulesStore);
  protected readonly teller = new Teller();
  protected readonly items = ITEMS;

  /** From the address: which is chosen, and whether the sheet is open: `new` or `edit`. */
  readonly id = input<string>();
  readonly sheet = input<string>();

  protected readonly open = computed(() => this.store.find(this.id()));
  protected readonly rows = computed(() =>
    (this.store.list.page()?.entries ?? []).map((rule) => {
      const { condition } = wishOf(rule);
      const [words, text] = [
        conditionWords(condition, this.#schemas()),
        conditionText(condition, this.#schemas()),
      ];
      return { rule, words, text };
    }),
  );
  protected readonly sub = computed(() => {
    const rules = this.store.list.page()?.entries;
    return rules && counted(rules.length, 'rule');
  });
  readonly #wanted = computed((): 'new' | number | undefined => {
    if (this.store.readOnly() !== undefined) return undefined;
    if (this.sheet() === 'new') return 'new';
    return this.sheet() === 'edit' ? this.open()?.id : undefined;
  });
  #shows = false;

  constructor() {
    effect(() => {
      const wanted = this.#wanted();
      if (wanted !== undefined) untracked(() => void this.#show(wanted));
    });
  }

  protected add(): void {
    void this.#router.navigate([], { queryParams: { sheet: 'new' } });
  }

  protected enable(rule: AlertRule, toggle: MatSlideToggle): Promise<void> {
    const enabled = toggle.checked;
    // As it is until the server says otherwise.
    toggle.checked = rule.enabled;
    return this.#try(() => this.#deeds.enable(rule, enabled));
  }

  protected async act(deed: AlertRuleDeed, rule: AlertRule): Promise<void> {
    if (deed === 'edit') {
      await this.#router.navigate(['/alerts/rules', rule.id], { queryParams: { sheet: 'edit' } });
      return;
    }
    await this.#try(async () => {
      const told = await this.#deeds.delete(rule, this.#schemas());
      if (told !== undefined && this.id() === String(rule.id)) {
        await this.#router.navigate(['/alerts/rules']);
      }
      return told;
    });
  }

  async #try(deed: () => Promise<string | undefined>): Promise<void> {
    await this.teller.tell(deed);
    this.store.reload();
  }

  async #show(wanted: 'new' | number): Promise<void> {
    // The list below is read anew while the sheet is open.
    if (this.#shows) return;
    this.#shows = true;
    let done: AlertRuleDone | undefined;
    await this.teller.tell(async () => {
      const data = wanted === 'new' ? {} : { seen: await this.#deeds.read(wanted) };
      done = await this.#sheets.open<AlertRuleSheet, AlertRuleSheetInput, AlertRuleDone>(
        AlertRuleSheet,
        { data, heading: 'alert-rule-sheet' },
      );
      return done?.title;
    });
    this.#shows = false;
    this.store.reload();
    await this.#router.navigate(done === undefined ? [] : ['/alerts/rules', done.id]);
  }
}
