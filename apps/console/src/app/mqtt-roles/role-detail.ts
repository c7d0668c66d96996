import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import { AbsentThing } from '../access/absent-thing';
import { PendingLead } from '../access/pending-lead';
import { RuleLines } from '../access/rule-lines';
import type { MqttRole } from '../api/models';
import { DetailSheet } from '../ui/detail-sheet';
import { count, counted } from '../ui/formats';
import { someOf } from './role-draft';
import { type RoleDeed, RoleMenu } from './role-menu';
import { RolesStore } from './roles-store';

/** Rules that are shown beside the list. */
const MOST_RULES = 100;

/** One role: what it gives, and to whom. */
@Component({
  selector: 'mcm-role-detail',
  imports: [
    AbsentThing,
    DetailSheet,
    MatButton,
    MatTooltip,
    PendingLead,
    RoleMenu,
    RouterLink,
    RuleLines,
  ],
  templateUrl: './role-detail.html',
  styleUrls: ['../ui/facts.scss', '../access/detail.scss'],
})
export class RoleDetail {
  protected readonly store = inject(RolesStore);
  readonly readOnly = input.required<string | undefined>();
  readonly chosen = output<{ readonly deed: RoleDeed; readonly role: MqttRole }>();

  protected readonly format = { count, counted };
  protected readonly rules = computed(() => this.store.latest()?.rules.slice(0, MOST_RULES) ?? []);
  protected readonly users = computed(() => someOf(this.store.latest()?.users ?? []));
}
