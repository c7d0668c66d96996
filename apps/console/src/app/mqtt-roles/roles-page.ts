import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { Router, RouterLink } from '@angular/router';
import { AccessFrame } from '../access/access-frame';
import { PendingMark } from '../access/pending-mark';
import type { MqttRole } from '../api/models';
import { readCursors } from '../ui/paged-log';
import { Empty } from '../ui/empty';
import { Forbidden } from '../ui/forbidden';
import { count } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Rows } from '../ui/rows';
import { Sheets } from '../ui/sheets';
import { Split } from '../ui/split';
import { Teller } from '../ui/told';
import { RoleDeeds } from './role-deeds';
import { RoleDetail } from './role-detail';
import { type RoleDeed, RoleMenu } from './role-menu';
import { RoleSheet } from './role-sheet';
import type { RoleDone } from './role-done';
import { RolesStore } from './roles-store';

type Params = Readonly<Record<string, string | readonly string[] | null>>;

/** Sets of rules with a name: the list, one of them beside it, and a sheet to add and to change. */
@Component({
  selector: 'mcm-roles-page',
  imports: [
    AccessFrame,
    Empty,
    Forbidden,
    Icon,
    MatButton,
    MatTooltip,
    PendingMark,
    RoleDetail,
    RoleMenu,
    RouterLink,
    Rows,
    Split,
  ],
  providers: [RolesStore, RoleDeeds],
  templateUrl: './roles-page.html',
  styleUrls: ['../ui/rows.scss', '../access/list.scss', './roles-page.scss'],
})
export class RolesPage {
  readonly #router = inject(Router);
  readonly #sheets = inject(Sheets);
  readonly #deeds = inject(RoleDeeds);
  protected readonly store = inject(RolesStore);

  /** From the address: which is chosen, what is looked for, and whether the sheet is open: `new` or `edit`. */
  readonly id = input<string>();
  readonly search = input<string>();
  readonly cursor = input<string | readonly string[]>();
  readonly sheet = input<string>();

  protected readonly format = { count };
  protected readonly teller = new Teller();
  protected readonly cursors = computed(() => readCursors(this.cursor()));
  /** What the sheet is about, when it is open and the role allows it. */
  readonly #sheet = computed((): { readonly id?: string } | undefined => {
    const [sheet, id] = [this.sheet(), this.id()];
    if (this.store.readOnly() !== undefined) return undefined;
    if (sheet === 'new') return {};
    return sheet === 'edit' && id !== undefined ? { id } : undefined;
  });

  constructor() {
    effect(() => {
      const [search, cursor] = [this.search(), this.cursors().at(-1)];
      this.store.query.set({ search: search ?? '', cursor });
    });
    effect(() => this.store.id.set(this.id()));
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

  protected async act(deed: RoleDeed, role: MqttRole): Promise<void> {
    if (deed === 'edit') {
      await this.#router.navigate(['/roles', role.id], {
        queryParams: { sheet: 'edit' },
        queryParamsHandling: 'merge',
      });
      return;
    }
    await this.#try(async () => {
      if (!(await this.#deeds.delete(role))) return undefined;
      if (this.id() === role.id) {
        await this.#router.navigate(['/roles'], { queryParamsHandling: 'preserve' });
      }
      return `The role ${role.name} was deleted.`;
    });
  }

  /** Does it, says what became of it, and shows how things are then. */
  async #try(deed: () => Promise<string | undefined>): Promise<void> {
    await this.teller.tell(deed);
    this.store.list.reload();
    this.store.chosen.reload();
  }

  async #showSheet(data: { readonly id?: string }): Promise<void> {
    const done = await this.#sheets.open<RoleSheet, typeof data, RoleDone>(RoleSheet, {
      data,
      heading: 'role-sheet',
      ...(data.id === undefined && { focus: '#role-name' }),
    });
    if (done !== undefined) await this.#try(() => Promise.resolve(done.title));
    await this.#router.navigate(done === undefined ? [] : ['/roles', done.id], {
      queryParams: { sheet: null },
      queryParamsHandling: 'merge',
    });
  }

  #go(queryParams: Params, replaceUrl = false): void {
    void this.#router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl });
  }
}
