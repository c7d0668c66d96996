import {
  Component,
  computed,
  inject,
  linkedSignal,
  resource,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { whyNoDescription } from '#domain/change';
import { BackendStore } from '../access/backend-store';
import { type FilterContext, readFilter } from '../access/filter-reading';
import { editSeen, ifMatch, isSame, type Seen } from '../access/seen';
import { Api } from '../api/api';
import { createMqttRole, updateMqttRole } from '../api/functions';
import type { MqttRole } from '../api/models';
import { Attempt } from '../session/attempt';
import { Failed } from '../ui/failed';
import { untold } from '../ui/failure';
import { FailureNote } from '../ui/failure-note';
import { counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { lastAnswer } from '../ui/last-answer';
import { Note } from '../ui/note';
import { TextField } from '../ui/text-field';
import { RoleDeeds } from './role-deeds';
import { draftOf, NEW_ROLE, requestOf, roleNameFault, type RoleDraft } from './role-draft';
import type { RoleDone } from './role-done';
import { RuleRowsField } from './rule-rows-field';

/** `/rules/3/topicFilter`, or another member of it. */
const RULE = /^\/rules\/(\d+)(\/|$)/;

/** Adds a role or changes one. Closes with what was done. */
@Component({
  selector: 'mcm-role-sheet',
  imports: [Failed, FailureNote, Icon, MatButton, MatIconButton, Note, RuleRowsField, TextField],
  providers: [BackendStore, RoleDeeds],
  templateUrl: './role-sheet.html',
  styleUrl: '../ui/sheet.scss',
})
export class RoleSheet {
  readonly #api = inject(Api);
  readonly #deeds = inject(RoleDeeds);
  readonly #backend = inject(BackendStore).kind;
  /** Which is changed; without it one is added. */
  protected readonly data = inject<{ readonly id?: string }>(MAT_DIALOG_DATA);
  protected readonly dialog = inject<MatDialogRef<RoleSheet, RoleDone>>(MatDialogRef);

  readonly #read = resource({
    params: () => (this.data.id === undefined ? undefined : { id: this.data.id }),
    loader: ({ params }) => this.#deeds.read(params.id),
  });
  readonly #known = lastAnswer(this.#read);
  protected readonly role = computed(() => this.#known.latest()?.thing, { equal: isSame });
  protected readonly readFailure = this.#known.failure;
  protected readonly draft = linkedSignal<RoleDraft>(() => {
    const role = this.role();
    return role === undefined ? NEW_ROLE : draftOf(role);
  });
  protected readonly tried = signal(false);
  protected readonly saving = new Attempt();
  /** Whether somebody else was faster, and the form shows what they made of it. */
  protected readonly stale = signal(false);

  protected readonly context = computed((): FilterContext => {
    const [member] = this.role()?.users ?? [];
    const named = member === undefined ? {} : { name: member };
    return { type: 'role', backend: this.#backend(), ...named };
  });
  protected readonly nameFault = computed(() => {
    const { name } = this.draft();
    const refused = this.saving.refusal();
    if (refused?.kind === 'name-taken') return 'There is a role of this name already.';
    const fault = roleNameFault(name, this.role()?.name);
    return refused?.faults?.get('/name') ?? (this.tried() || name !== '' ? fault : undefined);
  });
  protected readonly descriptionFault = computed(() => {
    const told = this.saving.refusal()?.faults?.get('/description');
    return (
      told ?? (this.#backend() === 'file' ? whyNoDescription(this.draft().description) : undefined)
    );
  });
  protected readonly wrongRules = computed(() => {
    const faults = [...(this.saving.refusal()?.faults ?? [])];
    return new Map(
      faults.flatMap(([pointer, fault]) => {
        const place = RULE.exec(pointer)?.[1];
        return place === undefined ? [] : [[Number(place), fault] as const];
      }),
    );
  });
  /** Who else is hit by a change. */
  protected readonly affected = computed(() => {
    const users = this.role()?.users.length ?? 0;
    return users === 0 ? undefined : `${counted(users, 'user has', 'users have')} this role.`;
  });
  protected readonly failure = computed(() => {
    const refused = this.saving.refusal();
    if (refused?.kind === 'name-taken') return undefined;
    return untold(
      refused,
      (pointer) => pointer === '/name' || pointer === '/description' || RULE.test(pointer),
    );
  });
  private readonly nameField = viewChild<TextField>('nameField');
  private readonly descriptionField = viewChild<TextField>('descriptionField');
  private readonly rowsField = viewChild<RuleRowsField>('rowsField');

  protected change(change: Partial<RoleDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
    this.saving.refusal.set(undefined);
  }

  protected readAgain(): void {
    this.#read.reload();
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    this.saving.refusal.set(undefined);
    if (this.nameFault() !== undefined) return this.nameField()?.focus();
    if (this.descriptionFault() !== undefined) return this.descriptionField()?.focus();
    const wrong = this.draft().rules.findIndex(
      ({ rule }) => 'problem' in readFilter(rule.topicFilter, this.context()),
    );
    if (wrong >= 0) return this.rowsField()?.focus(wrong);
    const seen = this.#known.latest();
    if (!(await this.saving.make(() => this.#send(seen)))) this.#refused();
  }

  async #send(seen: Seen<MqttRole> | undefined): Promise<void> {
    const body = requestOf(this.draft());
    if (seen === undefined) {
      const { role } = await this.#api.invoke(createMqttRole, { body });
      this.dialog.close({ title: `The role ${role.name} was added.`, id: role.id });
      return;
    }
    const { id } = seen.thing;
    if (isSame(body, requestOf(draftOf(seen.thing)))) {
      this.dialog.close();
      return;
    }
    const { role } = await editSeen(
      seen,
      () => this.#deeds.read(id),
      (version) => this.#api.invoke(updateMqttRole, { id, body, ...ifMatch(version) }),
    );
    this.dialog.close({ title: `The role ${role.name} was changed.`, id: role.id });
  }

  #refused(): void {
    const kind = this.saving.refusal()?.kind;
    this.stale.set(kind === 'draft-changed');
    if (kind === 'name-taken') this.nameField()?.focus();
    const [wrong] = this.wrongRules().keys();
    if (wrong !== undefined) this.rowsField()?.focus(wrong);
    if (kind !== 'draft-changed') return;
    this.saving.refusal.set(undefined);
    this.#read.reload();
  }
}
