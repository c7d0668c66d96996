import { Component, computed, inject, signal, viewChild } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatRadioButton, MatRadioGroup } from '@angular/material/radio';
import { PERMISSIONS } from '#domain/change';
import { BackendStore } from '../access/backend-store';
import { FilterField } from '../access/filter-field';
import type { FilterContext } from '../access/filter-reading';
import { NameSuggestions } from '../access/name-suggestions';
import { PERMISSION_WORDS } from '../access/permissions';
import { isSame, type Seen } from '../access/seen';
import { Api } from '../api/api';
import { createAclRule } from '../api/functions';
import type { AclRule, AclRuleDetail, Permission, PrincipalType } from '../api/models';
import { Attempt } from '../session/attempt';
import { untold } from '../ui/failure';
import { FailureNote } from '../ui/failure-note';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { SuggestField } from '../ui/suggest-field';
import { TextField } from '../ui/text-field';
import { RuleDeeds } from './rule-deeds';
import {
  draftOf,
  isNamed,
  NEW_RULE,
  PRINCIPAL_HINTS,
  PRINCIPAL_TYPES,
  PRINCIPAL_WORDS,
  requestOf,
  type RuleDraft,
  ruleFaults,
  whyUndescribed,
  withPermission,
} from './rule-draft';
import { whoseWords } from './rule-words';

export interface RuleSheetInput {
  /** Which is changed; without it one is added. */
  readonly seen?: Seen<AclRule>;
  /** Whom a new one is for, as far as that is known. */
  readonly type?: PrincipalType | undefined;
  readonly principal?: string | undefined;
}

/** What the sheet was closed with. */
export interface RuleDone {
  readonly title: string;
  readonly rule: AclRuleDetail;
}

/** Members that a field says something of. */
const TOLD = ['/principal', '/topicFilter', '/description', '/priority'];

/** Adds a rule or changes one. */
@Component({
  selector: 'mcm-rule-sheet',
  imports: [
    FailureNote,
    FilterField,
    Icon,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatIconButton,
    MatRadioButton,
    MatRadioGroup,
    Note,
    SuggestField,
    TextField,
  ],
  providers: [BackendStore, NameSuggestions, RuleDeeds],
  templateUrl: './rule-sheet.html',
  styleUrls: ['../ui/sheet.scss', '../ui/choices.scss', './rule-sheet.scss'],
})
export class RuleSheet {
  readonly #api = inject(Api);
  readonly #deeds = inject(RuleDeeds);
  readonly #backend = inject(BackendStore).kind;
  readonly #data = inject<RuleSheetInput>(MAT_DIALOG_DATA);
  protected readonly dialog = inject<MatDialogRef<RuleSheet, RuleDone>>(MatDialogRef);
  protected readonly suggestions = inject(NameSuggestions);
  protected readonly seen = this.#data.seen;

  protected readonly types = PRINCIPAL_TYPES;
  protected readonly typeWords = PRINCIPAL_WORDS;
  protected readonly typeHints = PRINCIPAL_HINTS;
  protected readonly permissions = PERMISSIONS;
  protected readonly permissionWords = PERMISSION_WORDS;

  protected readonly draft = signal<RuleDraft>(startOf(this.#data));
  protected readonly tried = signal(false);
  protected readonly saving = new Attempt();
  /** Whether somebody else was faster. */
  protected readonly stale = signal(false);
  protected readonly named = computed(() => isNamed(this.draft().type));
  protected readonly plugin = computed(() => this.#backend() === 'dynamic-security');
  protected readonly undescribed = computed(() =>
    whyUndescribed(this.draft().type, this.#backend()),
  );
  protected readonly context = computed((): FilterContext => {
    const { type, principal } = this.draft();
    const name = type === 'user' && principal !== '' ? { name: principal } : {};
    return { type, backend: this.#backend(), ...name };
  });
  protected readonly wrong = computed(() => {
    const refused = this.saving.refusal();
    if (refused?.kind !== 'mqtt-role-not-found')
      return refused?.faults ?? new Map<string, string>();
    return new Map([['/principal', refused.detail]]);
  });
  readonly #faults = computed(() => ruleFaults(this.draft(), this.#backend(), this.seen?.thing));
  /** What is wrong, once somebody tried; what is typed wrong, at once. */
  protected readonly faults = computed(() => {
    const [found, wrong, draft] = [this.#faults(), this.wrong(), this.draft()];
    const shown = (member: 'principal' | 'description' | 'priority') =>
      this.tried() || draft[member] !== '' ? found[member] : undefined;
    return {
      principal: shown('principal') ?? wrong.get('/principal'),
      description: shown('description') ?? wrong.get('/description'),
      priority: shown('priority') ?? wrong.get('/priority'),
    };
  });
  protected readonly failure = computed(() => {
    const refused = this.saving.refusal();
    if (refused?.kind === 'mqtt-role-not-found') return undefined;
    return untold(refused, (pointer) => TOLD.includes(pointer));
  });
  private readonly principalField = viewChild<SuggestField>('principalField');
  private readonly filterField = viewChild<FilterField>('filterField');
  private readonly descriptionField = viewChild<TextField>('descriptionField');
  private readonly priorityField = viewChild<TextField>('priorityField');

  protected change(change: Partial<RuleDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
    this.saving.refusal.set(undefined);
    this.stale.set(false);
  }

  protected choose(type: PrincipalType): void {
    if (type === this.draft().type) return;
    // The name of a user is none of a role.
    this.change({ type, principal: '' });
    this.suggestions.of.set(undefined);
    this.suggestions.text.set('');
  }

  protected permit(permission: Permission): void {
    this.change(withPermission(this.draft(), permission));
  }

  protected name(principal: string): void {
    this.change({ principal });
    this.suggestions.text.set(principal);
  }

  protected suggest(): void {
    this.suggestions.of.set(this.draft().type === 'role' ? 'role' : 'user');
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    this.saving.refusal.set(undefined);
    const faults = this.#faults();
    if (faults.principal !== undefined) return this.principalField()?.focus();
    if (faults.topicFilter !== undefined) return this.filterField()?.focus();
    if (faults.description !== undefined) return this.descriptionField()?.focus();
    if (faults.priority !== undefined) return this.priorityField()?.focus();
    if (await this.saving.make(() => this.#send())) return;
    this.stale.set(this.saving.refusal()?.kind === 'draft-changed');
    if (this.stale()) this.saving.refusal.set(undefined);
  }

  async #send(): Promise<void> {
    const body = requestOf(this.draft());
    if (this.seen !== undefined && isSame(body, requestOf(draftOf(this.seen.thing)))) {
      this.dialog.close();
      return;
    }
    const rule =
      this.seen === undefined
        ? await this.#api.invoke(createAclRule, { body })
        : await this.#deeds.change(this.seen, body);
    const done = this.seen === undefined ? 'added' : 'changed';
    this.dialog.close({ title: `A rule for ${whoseWords(rule)} was ${done}.`, rule });
  }
}

function startOf({ seen, type = 'user', principal = '' }: RuleSheetInput): RuleDraft {
  return seen === undefined ? { ...NEW_RULE, type, principal } : draftOf(seen.thing);
}
