import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import { SessionList } from '../account/session-list';
import { TokenList } from '../account/token-list';
import type { AdminUser, ApiToken, Session as LogIn } from '../api/models';
import { Clock } from '../ui/clock';
import { DetailSheet } from '../ui/detail-sheet';
import { Failed } from '../ui/failed';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { whenExactly } from '../ui/when';
import { AccessStore } from './access-store';
import { AdminMenu, type Deed } from './admin-menu';
import { adminState, LAST_ADMIN, ROLE_WORDS } from './admin-words';

/** One user: who it is, where it is logged in, and what it left with programs. */
@Component({
  selector: 'mcm-admin-detail',
  imports: [
    AdminMenu,
    DetailSheet,
    Failed,
    Icon,
    MatButton,
    MatTooltip,
    Note,
    RouterLink,
    SessionList,
    TokenList,
  ],
  templateUrl: './admin-detail.html',
  styleUrls: ['../ui/facts.scss', './admin-detail.scss'],
})
export class AdminDetail {
  protected readonly store = inject(AccessStore);
  readonly user = input.required<AdminUser>();
  readonly readOnly = input.required<string | undefined>();
  readonly isLastAdmin = input.required<boolean>();
  readonly isMe = input.required<boolean>();
  readonly chosen = output<Deed>();
  readonly sessionEnded = output<LogIn>();
  readonly tokenRevoked = output<ApiToken>();

  readonly #now = inject(Clock).now;
  protected readonly lastAdmin = LAST_ADMIN;
  protected readonly roles = ROLE_WORDS;
  protected readonly state = computed(() => adminState(this.user(), this.#now()));
  protected readonly times = computed(() => {
    const { createdAt, updatedAt } = this.user();
    const [since, changed] = [createdAt, updatedAt].map((at) =>
      whenExactly(Date.parse(at), this.#now()),
    );
    return { since, changed };
  });
}
