import { Component, computed, inject, signal, viewChild } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormField } from '@angular/material/form-field';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatOption, MatSelect } from '@angular/material/select';
import { SEVERITIES } from '#domain/alert';
import { Api } from '../api/api';
import { createAlertRule, updateAlertRule } from '../api/functions';
import type { AlertRule } from '../api/models';
import { Attempt } from '../session/attempt';
import { untold } from '../ui/failure';
import { FailureNote } from '../ui/failure-note';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { TextField } from '../ui/text-field';
import {
  asksAnew,
  NEW_RULE,
  ruleDraftOf,
  ruleFaults,
  ruleOf,
  type AlertRuleDraft,
  wishOf,
} from './alert-rule-draft';
import { OFFERED_KINDS } from './condition-draft';
import { ConditionFields } from './condition-fields';
import { KIND_HINTS, KIND_WORDS } from './condition-words';
import { LabelsField } from './labels-field';
import { RuleTest } from './rule-test';
import { SecondsField } from './seconds-field';
import { SEVERITY_WORDS } from './severity-words';

export interface AlertRuleSheetInput {
  /** Which is changed, and the entity tag of what was read; without it one is added. */
  readonly seen?: { readonly rule: AlertRule; readonly version: string | null };
}

/** What the sheet was closed with. */
export interface AlertRuleDone {
  readonly title: string;
  readonly id: number;
}

/** Members that a field says something of. */
const TOLD = /^\/(name|forSeconds|renoticeSeconds|labels|condition)(\/|$)/;

/** Adds a rule or changes one: the kind first, then what belongs to it. */
@Component({
  selector: 'mcm-alert-rule-sheet',
  imports: [
    ConditionFields,
    FailureNote,
    Icon,
    LabelsField,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatCheckbox,
    MatFormField,
    MatIconButton,
    MatOption,
    MatSelect,
    Note,
    RuleTest,
    SecondsField,
    TextField,
  ],
  templateUrl: './alert-rule-sheet.html',
  styleUrls: ['../ui/sheet.scss', '../ui/choices.scss', './alert-rule-sheet.scss'],
})
export class AlertRuleSheet {
  readonly #api = inject(Api);
  readonly #data = inject<AlertRuleSheetInput>(MAT_DIALOG_DATA);
  protected readonly dialog = inject<MatDialogRef<AlertRuleSheet, AlertRuleDone>>(MatDialogRef);
  protected readonly seen = this.#data.seen;

  protected readonly kinds = OFFERED_KINDS;
  protected readonly kindWords = KIND_WORDS;
  protected readonly kindHints = KIND_HINTS;
  protected readonly severities = [...SEVERITIES].reverse();
  protected readonly severityWords = SEVERITY_WORDS;

  protected readonly draft = signal<AlertRuleDraft>(
    this.seen === undefined ? NEW_RULE : ruleDraftOf(wishOf(this.seen.rule)),
  );
  protected readonly tried = signal(false);
  protected readonly saving = new Attempt();
  protected readonly stale = computed(() => this.saving.refusal()?.kind === 'stale-version');
  readonly #own = computed(() => ruleFaults(this.draft()));
  /** What is wrong here, and what the server said of the same members. */
  protected readonly faults = computed(
    (): ReadonlyMap<string, string> =>
      new Map([...(this.saving.refusal()?.faults ?? []), ...this.#own()]),
  );
  protected readonly nameFault = computed(() => {
    if (this.saving.refusal()?.kind === 'name-taken') return 'A rule has this name already.';
    return this.tried() ? this.faults().get('/name') : undefined;
  });
  protected readonly failure = computed(() => {
    const refused = this.saving.refusal();
    if (this.stale() || refused?.kind === 'name-taken') return undefined;
    return untold(refused, (pointer) => TOLD.test(pointer));
  });
  /** What can be tested: a name is not needed for it. */
  protected readonly testable = computed(() => {
    const faults = [...this.#own().keys()].filter((pointer) => pointer !== '/name');
    if (faults.length > 0) return undefined;
    const rule = ruleOf(this.draft());
    return { ...rule, labels: { ...rule.labels }, name: rule.name || 'Test', enabled: true };
  });
  /** Whether what fires now is resolved by saving. */
  protected readonly ends = computed(() => {
    const rule = this.seen?.rule;
    return rule !== undefined && rule.firing > 0 && asksAnew(wishOf(rule), ruleOf(this.draft()));
  });
  private readonly name = viewChild.required<TextField>('name');

  protected change(change: Partial<AlertRuleDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
    this.saving.refusal.set(undefined);
  }

  protected choose(kind: AlertRuleDraft['condition']['kind']): void {
    this.change({ condition: { ...this.draft().condition, kind } });
    this.tried.set(false);
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const faults = this.#own();
    if (faults.size > 0) {
      const first = faults.has('/name') ? this.name() : undefined;
      return first?.focus();
    }
    await this.saving.make(() => this.#send());
    if (this.saving.refusal()?.kind === 'name-taken') this.name().focus();
  }

  async #send(): Promise<void> {
    const rule = ruleOf(this.draft());
    const body = { ...rule, labels: { ...rule.labels } };
    if (this.seen === undefined) {
      const { id, name } = await this.#api.invoke(createAlertRule, { body });
      this.dialog.close({ title: `The rule ${name} was added.`, id });
      return;
    }
    const { version, rule: before } = this.seen;
    const tag = version === null ? {} : { 'If-Match': version };
    const { id, name } = await this.#api.invoke(updateAlertRule, { id: before.id, body, ...tag });
    this.dialog.close({ title: `The rule ${name} was changed.`, id });
  }
}
