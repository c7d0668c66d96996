import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatTooltip } from '@angular/material/tooltip';
import { Router, RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import type { AdminUser, ApiToken, Session as LogIn } from '../api/models';
import { Clock } from '../ui/clock';
import { DetailSheet } from '../ui/detail-sheet';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { Forbidden } from '../ui/forbidden';
import { counted, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { ReadOnly } from '../ui/read-only';
import { Rows } from '../ui/rows';
import { Sheets } from '../ui/sheets';
import { Split } from '../ui/split';
import { Teller, ToldNote } from '../ui/told';
import { When } from '../ui/when';
import { AccessStore } from './access-store';
import { AdminDeeds } from './admin-deeds';
import { AdminDetail } from './admin-detail';
import { AdminMenu, type Deed } from './admin-menu';
import { AdminSheet, type AdminSheetInput } from './admin-sheet';
import { adminState } from './admin-words';
import { AdminsStore } from './admins-store';
import { HandoverDialog, type NewPassword } from './handover-dialog';

/** Who may use MCM: the list, one of them beside it, and a sheet to add and to change. */
@Component({
  selector: 'mcm-administrators-page',
  imports: [
    AdminDetail,
    AdminMenu,
    DetailSheet,
    Empty,
    Failed,
    Forbidden,
    Icon,
    MatButton,
    MatIconButton,
    MatTooltip,
    Note,
    ReadOnly,
    RouterLink,
    Rows,
    Split,
    ToldNote,
    When,
  ],
  providers: [AdminsStore, AccessStore, AdminDeeds],
  templateUrl: './administrators-page.html',
  styleUrls: ['../ui/rows.scss', './administrators-page.scss'],
})
export class AdministratorsPage {
  readonly #router = inject(Router);
  readonly #dialog = inject(MatDialog);
  readonly #sheets = inject(Sheets);
  readonly #deeds = inject(AdminDeeds);
  readonly #access = inject(AccessStore);
  protected readonly store = inject(AdminsStore);
  readonly #now = inject(Clock).now;

  /** From the address: who is chosen, and whether the sheet is open: `new` or `edit`. */
  readonly id = input<string>();
  readonly sheet = input<string>();

  protected readonly exactly = exactly;
  protected readonly teller = new Teller();
  protected readonly rows = computed(() =>
    this.store.users()?.map((user) => ({ user, state: adminState(user, this.#now()) })),
  );
  protected readonly summary = computed(() => {
    const users = this.store.users() ?? [];
    const admins = users.filter(({ role, disabled }) => role === 'admin' && !disabled).length;
    return `${counted(users.length, 'person', 'people')}, ${counted(admins, 'active admin')}`;
  });
  protected readonly open = computed(() =>
    this.store.users()?.find(({ id }) => String(id) === this.id()),
  );
  readonly #openId = computed(() => this.open()?.id);
  /** Whom the sheet is about, when it is open and the role allows it. */
  readonly #sheet = computed((): AdminSheetInput | undefined => {
    const { store } = this;
    if (store.readOnly() !== undefined) return undefined;
    if (this.sheet() === 'new') return { store };
    const id = this.#openId();
    return this.sheet() === 'edit' && id !== undefined ? { store, id } : undefined;
  });

  constructor() {
    effect(() => this.#access.id.set(this.#openId()));
    effect(() => {
      const about = this.#sheet();
      if (about !== undefined) untracked(() => void this.#showSheet(about));
    });
  }

  protected add(): void {
    void this.#router.navigate([], { queryParams: { sheet: 'new' }, queryParamsHandling: 'merge' });
  }

  protected async act(deed: Deed, user: AdminUser): Promise<void> {
    if (deed === 'edit') {
      const queryParams = { sheet: 'edit' };
      await this.#router.navigate(['/administrators', user.id], { queryParams });
      return;
    }
    await this.#try(async () => {
      switch (deed) {
        case 'resetPassword':
          await this.#handOver(user, await this.#deeds.resetPassword(user));
          return undefined;
        case 'resetSecondFactor':
          return (await this.#deeds.resetSecondFactor(user))
            ? `The second factor of ${user.username} is off.`
            : undefined;
        case 'unlock':
          await this.#deeds.unlock(user);
          return `${user.username} may try to log in again at once.`;
        case 'endSessions':
          return (await this.#deeds.endSessions(user))
            ? `The sessions of ${user.username} were ended.`
            : undefined;
        case 'delete':
          if (!(await this.#deeds.delete(user))) return undefined;
          await this.#router.navigate(['/administrators']);
          return `${user.username} was deleted.`;
      }
    });
  }

  protected end(session: LogIn, user: AdminUser): Promise<void> {
    return this.#try(async () =>
      (await this.#deeds.endSession(user, session)) ? 'The session was ended.' : undefined,
    );
  }

  protected revoke(token: ApiToken, user: AdminUser): Promise<void> {
    return this.#try(async () =>
      (await this.#deeds.revokeToken(user, token))
        ? `The API token ${token.name} was revoked.`
        : undefined,
    );
  }

  /** Does it, says what became of it, and shows how things are then. */
  async #try(deed: () => Promise<string | undefined>): Promise<void> {
    await this.teller.tell(deed);
    this.store.reload();
    this.#access.reload();
  }

  async #handOver({ username }: AdminUser, password: string | undefined): Promise<void> {
    if (password === undefined) return;
    const dialog = this.#dialog.open<HandoverDialog, NewPassword>(HandoverDialog, {
      data: { username, password },
      ariaLabelledBy: 'handover',
      // Shown this once: not to be lost by a click beside it.
      disableClose: true,
      autoFocus: 'first-heading',
      width: 'min(480px, calc(100vw - 32px))',
      maxWidth: '100vw',
    });
    await firstValueFrom(dialog.afterClosed());
  }

  async #showSheet(data: AdminSheetInput): Promise<void> {
    const id = await this.#sheets.open<AdminSheet, AdminSheetInput, number>(AdminSheet, {
      data,
      heading: 'admin-sheet',
      ...(data.id === undefined && { focus: '#admin-name' }),
    });
    this.#access.reload();
    await this.#router.navigate(id === undefined ? [] : ['/administrators', id], {
      queryParams: { sheet: null },
      queryParamsHandling: 'merge',
    });
  }
}
