import {
  Component,
  computed,
  inject,
  linkedSignal,
  resource,
  signal,
  viewChild,
} from '@angular/core';
import { disabled, form, FormField } from '@angular/forms/signals';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatRadioButton, MatRadioGroup } from '@angular/material/radio';
import { PASSWORD_LENGTH } from '#domain/password';
import { ROLES } from '#contract';
import { Api } from '../api/api';
import { createAdminUser, getAdminUser, updateAdminUser } from '../api/functions';
import { Attempt } from '../session/attempt';
import { Failed } from '../ui/failed';
import { FailureNote } from '../ui/failure-note';
import { lastAnswer } from '../ui/last-answer';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { passwordHint } from '../ui/password-hint';
import { TextField } from '../ui/text-field';
import {
  type AdminDraft,
  draftOf,
  endsSessions,
  NEW_ADMIN,
  updateOf,
  usernameFault,
} from './admin-draft';
import { LAST_ADMIN, OWN_ACCOUNT, ROLE_WORDS } from './admin-words';
import type { AdminsStore } from './admins-store';
import { Handover } from './handover';
import { newPassword } from './new-password';

export interface AdminSheetInput {
  readonly store: AdminsStore;
  /** Who is changed; without it somebody is added. */
  readonly id?: number;
}

/** Adds a user or changes one; after that, what has to be handed over. Closes with the user's id. */
@Component({
  selector: 'mcm-admin-sheet',
  imports: [
    Failed,
    FailureNote,
    FormField,
    Handover,
    Icon,
    MatButton,
    MatCheckbox,
    MatIconButton,
    MatRadioButton,
    MatRadioGroup,
    Note,
    TextField,
  ],
  templateUrl: './admin-sheet.html',
  styleUrls: ['../ui/sheet.scss', '../ui/choices.scss', './admin-sheet.scss'],
})
export class AdminSheet {
  readonly #api = inject(Api);
  protected readonly data = inject<AdminSheetInput>(MAT_DIALOG_DATA);
  protected readonly dialog = inject<MatDialogRef<AdminSheet, number>>(MatDialogRef);

  /** The user as the server has it, with the version that is being changed. */
  readonly #read = resource({
    params: () => (this.data.id === undefined ? undefined : { id: this.data.id }),
    loader: async ({ params }) => {
      const { body, headers } = await this.#api.invoke$Response(getAdminUser, params);
      return { user: body, version: headers.get('etag') };
    },
  });
  readonly #known = lastAnswer(this.#read);
  protected readonly user = computed(() => this.#known.latest()?.user);
  protected readonly ready = computed(
    () => this.data.id === undefined || this.user() !== undefined,
  );
  protected readonly readFailure = this.#known.failure;

  protected readonly draft = linkedSignal<AdminDraft>(() => {
    const user = this.user();
    return user === undefined ? NEW_ADMIN : draftOf(user);
  });
  protected readonly fields = form(this.draft, (path) => {
    disabled(path.disabled, { when: () => this.stays() !== undefined && !this.draft().disabled });
  });
  protected readonly roles = ROLES.map((role) => ({ role, text: ROLE_WORDS[role] }));
  protected readonly most = PASSWORD_LENGTH.most;
  protected readonly passwordShown = signal(false);

  protected readonly tried = signal(false);
  protected readonly saving = new Attempt();
  protected readonly failure = this.saving.refusal;
  /** Whether somebody else was faster, and the form shows what they made of it. */
  protected readonly stale = signal(false);
  /** Whom a password has to be handed over to. */
  protected readonly handover = signal<
    { readonly id: number; readonly draft: AdminDraft } | undefined
  >(undefined);

  protected readonly nameFault = computed(() => {
    const { username } = this.draft();
    if (this.failure()?.kind === 'name-taken') return 'Somebody has this name already.';
    return this.tried() || username !== '' ? usernameFault(username) : undefined;
  });
  protected readonly hint = computed(() => {
    const { password, username } = this.draft();
    if (password === '' && this.user() !== undefined)
      return { text: 'Leave it empty to keep the one in use.', state: 'open' as const };
    return passwordHint(password, username);
  });
  protected readonly passwordFault = computed(() => {
    const { text, state } = this.hint();
    const missing = this.tried() && state === 'open' && !this.#keepsPassword();
    return state === 'fault' || missing ? text : undefined;
  });
  readonly #keepsPassword = computed(
    () => this.user() !== undefined && this.draft().password === '',
  );
  /** Why the password is not changed here. */
  protected readonly own = computed(() =>
    this.data.id !== undefined && this.data.id === this.data.store.me() ? OWN_ACCOUNT : undefined,
  );
  /** Why role and state have to stay. */
  protected readonly stays = computed(() => {
    const user = this.user();
    return user !== undefined && this.data.store.lastAdmin() === user.id ? LAST_ADMIN : undefined;
  });
  protected readonly consequence = computed(() => {
    const user = this.user();
    return user && endsSessions(user, this.draft());
  });
  private readonly nameField = viewChild<TextField>('nameField');
  private readonly passwordField = viewChild<TextField>('passwordField');

  protected generate(): void {
    const password = newPassword((bytes) => crypto.getRandomValues(bytes));
    this.draft.update((draft) => ({ ...draft, password }));
    this.passwordShown.set(true);
  }

  protected readAgain(): void {
    this.#read.reload();
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    this.saving.refusal.set(undefined);
    if (this.nameFault() !== undefined) return this.nameField()?.focus();
    if (this.passwordFault() !== undefined) return this.passwordField()?.focus();
    const draft = this.draft();
    if (!(await this.saving.make(() => this.#send(draft)))) this.#refused();
  }

  async #send(draft: AdminDraft): Promise<void> {
    const known = this.#known.latest();
    if (known === undefined) {
      const { id } = await this.#api.invoke(createAdminUser, { body: draft });
      this.data.store.reload();
      this.handover.set({ id, draft });
      return;
    }
    const { user, version } = known;
    await this.#api.invoke(updateAdminUser, {
      id: user.id,
      body: updateOf(user, draft),
      ...(version !== null && { 'If-Match': version }),
    });
    this.data.store.reload();
    if (draft.password === '') this.dialog.close(user.id);
    else this.handover.set({ id: user.id, draft });
  }

  #refused(): void {
    const kind = this.failure()?.kind;
    this.stale.set(kind === 'stale-version');
    if (kind === 'name-taken') this.nameField()?.focus();
    if (kind !== 'stale-version') return;
    this.failure.set(undefined);
    this.#read.reload();
    this.data.store.reload();
  }
}
