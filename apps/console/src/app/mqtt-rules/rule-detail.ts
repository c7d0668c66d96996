import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import { BackendStore } from '../access/backend-store';
import { exactWords } from '../access/exact-words';
import { FilterExplained } from '../access/filter-explained';
import type { FilterContext } from '../access/filter-reading';
import { PendingLead } from '../access/pending-lead';
import { PERMISSION_WORDS } from '../access/permissions';
import type { AclRule } from '../api/models';
import { DetailSheet } from '../ui/detail-sheet';
import { count } from '../ui/formats';
import { type RuleDeed, RuleMenu } from './rule-menu';
import { RulePrincipal } from './rule-principal';
import { questionAbout } from './rule-words';

/** One rule: whom it is for, and what it is about. */
@Component({
  selector: 'mcm-rule-detail',
  imports: [
    DetailSheet,
    FilterExplained,
    MatButton,
    MatTooltip,
    PendingLead,
    RouterLink,
    RuleMenu,
    RulePrincipal,
  ],
  providers: [BackendStore],
  templateUrl: './rule-detail.html',
  styleUrls: ['../ui/facts.scss', '../access/detail.scss'],
})
export class RuleDetail {
  readonly #backend = inject(BackendStore).kind;
  readonly rule = input.required<AclRule>();
  readonly readOnly = input.required<string | undefined>();
  readonly chosen = output<RuleDeed>();

  protected readonly words = PERMISSION_WORDS;
  protected readonly format = { count };
  protected readonly exact = computed(() => exactWords(this.rule()));
  protected readonly context = computed((): FilterContext => {
    const { principalType: type = 'user', principal } = this.rule();
    const named = type === 'user' && principal !== undefined ? { name: principal } : {};
    return { type, backend: this.#backend(), ...named };
  });
  /** Where the user or role is. */
  protected readonly whose = computed(() => {
    const { principalType = 'user', principal } = this.rule();
    if (principal === undefined) return undefined;
    return { path: principalType === 'role' ? '/roles' : '/users', name: principal };
  });
  protected readonly question = computed(() => questionAbout(this.rule()));
  protected readonly asked = computed(() => {
    const { user } = this.question();
    return user === undefined ? 'Who may use these topics' : `What ${user} may do there`;
  });
}
