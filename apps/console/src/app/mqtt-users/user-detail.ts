import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import { AbsentThing } from '../access/absent-thing';
import { PendingLead } from '../access/pending-lead';
import { RuleLines } from '../access/rule-lines';
import type { MqttUser } from '../api/models';
import { DetailSheet } from '../ui/detail-sheet';
import { count } from '../ui/formats';
import { Icon } from '../ui/icon';
import { type UserDeed, UserMenu } from './user-menu';
import { UserStore } from './user-store';
import { userState, type UserState } from './user-words';

const UNREAD: UserState = { icon: 'unknown', word: '', text: '' };

/** One user of the broker: whether it can log in, its roles, and the rules for it alone. */
@Component({
  selector: 'mcm-user-detail',
  imports: [
    AbsentThing,
    DetailSheet,
    Icon,
    MatButton,
    MatTooltip,
    PendingLead,
    RouterLink,
    RuleLines,
    UserMenu,
  ],
  templateUrl: './user-detail.html',
  styleUrls: ['../ui/facts.scss', '../access/detail.scss'],
})
export class UserDetail {
  protected readonly store = inject(UserStore);
  readonly readOnly = input.required<string | undefined>();
  readonly chosen = output<{ readonly deed: UserDeed; readonly user: MqttUser }>();

  protected readonly format = { count };
  protected readonly state = computed(() => {
    const user = this.store.latest()?.user;
    return user === undefined ? UNREAD : userState(user);
  });
  protected readonly whose = computed(() => ({
    type: 'user',
    principal: this.store.latest()?.user.username ?? '',
  }));
}
