import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { Router, RouterLink } from '@angular/router';
import { AccessFrame } from '../access/access-frame';
import { PendingMark } from '../access/pending-mark';
import type { MqttUser } from '../api/models';
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
import { ImportSheet } from './import-sheet';
import { PasswordSheet } from './password-sheet';
import { UserDeeds } from './user-deeds';
import { UserDetail } from './user-detail';
import { type UserDeed, UserMenu } from './user-menu';
import { UserSheet } from './user-sheet';
import { UserStore } from './user-store';
import { userState } from './user-words';
import type { UserDone } from './user-done';
import { UsersStore } from './users-store';

type Params = Readonly<Record<string, string | readonly string[] | null>>;

/** Who may log in to the broker: the list, one of them beside it, and sheets to add, import and change. */
@Component({
  selector: 'mcm-users-page',
  imports: [
    AccessFrame,
    Empty,
    FilterChip,
    Forbidden,
    Icon,
    MatButton,
    MatTooltip,
    PendingMark,
    RouterLink,
    Rows,
    Split,
    UserDetail,
    UserMenu,
  ],
  providers: [UsersStore, UserStore, UserDeeds],
  templateUrl: './users-page.html',
  styleUrls: ['../ui/rows.scss', '../access/list.scss', './users-page.scss'],
})
export class UsersPage {
  readonly #router = inject(Router);
  readonly #sheets = inject(Sheets);
  readonly #deeds = inject(UserDeeds);
  readonly #chosen = inject(UserStore);
  protected readonly store = inject(UsersStore);

  /** From the address: who is chosen, what is looked for, and which sheet is open. */
  readonly id = input<string>();
  readonly search = input<string>();
  readonly role = input<string>();
  readonly cursor = input<string | readonly string[]>();
  readonly sheet = input<string>();

  protected readonly format = { count };
  protected readonly teller = new Teller();
  protected readonly cursors = computed(() => readCursors(this.cursor()));
  protected readonly filtered = computed(() => Boolean(this.search()) || Boolean(this.role()));
  protected readonly none = computed(() => {
    const who = this.role() ? 'No user with this role' : 'No user';
    return this.search() ? `${who} has this in its name.` : `${who} is there.`;
  });
  protected readonly rows = computed(() =>
    (this.store.list.page()?.entries ?? []).map((user) => ({
      user,
      state: userState(user),
      roles: user.roles.join(', '),
    })),
  );
  /** Which sheet is open, when the role allows it. */
  readonly #sheet = computed(() =>
    this.store.readOnly() === undefined ? this.sheet() : undefined,
  );

  constructor() {
    effect(() => {
      const [search, role, cursor] = [this.search(), this.role(), this.cursors().at(-1)];
      this.store.query.set({ search: search ?? '', role: role || undefined, cursor });
    });
    effect(() => this.#chosen.id.set(this.id()));
    effect(() => {
      const sheet = this.#sheet();
      if (sheet !== undefined) untracked(() => void this.#showSheet(sheet));
    });
  }

  protected show(params: Params): void {
    this.#go({ ...params, cursor: null }, true);
  }

  protected turn(cursors: readonly string[]): void {
    this.#go({ cursor: cursors.length === 0 ? null : cursors });
  }

  protected openSheet(sheet: 'new' | 'import'): void {
    this.#go({ sheet });
  }

  protected async act(deed: UserDeed, user: MqttUser): Promise<void> {
    switch (deed) {
      case 'edit':
      case 'password':
        await this.#router.navigate(['/users', user.id], {
          queryParams: { sheet: deed },
          queryParamsHandling: 'merge',
        });
        return;
      case 'rule':
        await this.#router.navigate(['/rules'], {
          queryParams: { type: 'user', principal: user.username, sheet: 'new' },
        });
        return;
      case 'enable':
      case 'disable':
        await this.#try(async () => {
          await this.#deeds.setDisabled(user, deed === 'disable');
          return deed === 'disable'
            ? `${user.username} may not log in any more.`
            : `${user.username} may log in again.`;
        });
        return;
      case 'delete':
        await this.#try(async () => {
          if (!(await this.#deeds.delete(user))) return undefined;
          if (this.id() === user.id) await this.#leave();
          return `${user.username} was deleted.`;
        });
    }
  }

  /** Does it, says what became of it, and shows how things are then. */
  async #try(deed: () => Promise<string | undefined>): Promise<void> {
    await this.teller.tell(deed);
    this.#reload();
  }

  async #showSheet(sheet: string): Promise<void> {
    const done = await this.#openSheet(sheet);
    if (done !== undefined) await this.#try(() => Promise.resolve(done.title));
    await this.#router.navigate(done?.id === undefined ? [] : ['/users', done.id], {
      queryParams: { sheet: null },
      queryParamsHandling: 'merge',
    });
  }

  async #openSheet(sheet: string): Promise<UserDone | undefined> {
    const id = this.id();
    if (sheet === 'new') {
      const options = { data: {}, heading: 'user-sheet', focus: '#user-name' };
      return this.#sheets.open<UserSheet, object, UserDone>(UserSheet, options);
    }
    if (sheet === 'import') {
      const options = { data: undefined, heading: 'import-sheet' };
      return this.#sheets.open<ImportSheet, undefined, UserDone>(ImportSheet, options);
    }
    if (id === undefined) return undefined;
    if (sheet === 'password') {
      const options = { data: { id }, heading: 'password-sheet' };
      return this.#sheets.open<PasswordSheet, { id: string }, UserDone>(PasswordSheet, options);
    }
    if (sheet !== 'edit') return undefined;
    const options = { data: { id }, heading: 'user-sheet' };
    return this.#sheets.open<UserSheet, { id: string }, UserDone>(UserSheet, options);
  }

  #reload(): void {
    this.store.list.reload();
    this.#chosen.list.reload();
  }

  #leave(): Promise<boolean> {
    return this.#router.navigate(['/users'], { queryParamsHandling: 'preserve' });
  }

  #go(queryParams: Params, replaceUrl = false): void {
    void this.#router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl });
  }
}
