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
import { MatCheckbox } from '@angular/material/checkbox';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { RolesField } from '../access/roles-field';
import { editSeen, ifMatch, isSame, type Seen } from '../access/seen';
import { Api } from '../api/api';
import { createMqttUser, updateMqttUser } from '../api/functions';
import type { MqttUser } from '../api/models';
import { Attempt } from '../session/attempt';
import { Failed } from '../ui/failed';
import { untold } from '../ui/failure';
import { FailureNote } from '../ui/failure-note';
import { Icon } from '../ui/icon';
import { lastAnswer } from '../ui/last-answer';
import { Note } from '../ui/note';
import { TextField } from '../ui/text-field';
import { PasswordChoiceField } from './password-choice-field';
import { UserDeeds } from './user-deeds';
import {
  draftOf,
  nameFault,
  NEW_USER,
  passwordFault,
  requestOf,
  updateOf,
  type UserDraft,
} from './user-draft';
import { UserHandover } from './user-handover';
import type { UserDone } from './user-done';

/** Adds a user of the broker or changes one; after that, the password that was made. */
@Component({
  selector: 'mcm-user-sheet',
  imports: [
    Failed,
    FailureNote,
    Icon,
    MatButton,
    MatCheckbox,
    MatIconButton,
    Note,
    PasswordChoiceField,
    RolesField,
    TextField,
    UserHandover,
  ],
  providers: [UserDeeds],
  templateUrl: './user-sheet.html',
  styleUrls: ['../ui/sheet.scss', '../ui/choices.scss'],
})
export class UserSheet {
  readonly #api = inject(Api);
  readonly #deeds = inject(UserDeeds);
  /** Who is changed; without it somebody is added. */
  protected readonly data = inject<{ readonly id?: string }>(MAT_DIALOG_DATA);
  protected readonly dialog = inject<MatDialogRef<UserSheet, UserDone>>(MatDialogRef);

  readonly #read = resource({
    params: () => (this.data.id === undefined ? undefined : { id: this.data.id }),
    loader: ({ params }) => this.#deeds.read(params.id),
  });
  readonly #known = lastAnswer(this.#read);
  protected readonly user = computed(() => this.#known.latest()?.thing, { equal: isSame });
  protected readonly readFailure = this.#known.failure;

  protected readonly draft = linkedSignal<UserDraft>(() => {
    const user = this.user();
    return user === undefined ? NEW_USER : draftOf(user);
  });
  readonly #tried = signal(false);
  protected readonly saving = new Attempt();
  /** Whether somebody else was faster, and the form shows what they made of it. */
  protected readonly stale = signal(false);
  /** The password that was made, and for whom. */
  protected readonly handover = signal<
    { readonly username: string; readonly password: string } | undefined
  >(undefined);
  readonly #done = signal<UserDone | undefined>(undefined);

  protected readonly nameFault = computed(() => {
    const { username } = this.draft();
    const refused = this.saving.refusal();
    if (refused?.kind === 'name-taken') return 'Somebody has this name already.';
    const seen = this.#tried() || username !== '';
    return refused?.faults?.get('/username') ?? (seen ? nameFault(username) : undefined);
  });
  protected readonly passwordFault = computed(() =>
    this.#tried() ? passwordFault(this.draft().password) : undefined,
  );
  protected readonly rolesFault = computed(() => {
    const refused = this.saving.refusal();
    return refused?.kind === 'mqtt-role-not-found' ? refused.detail : undefined;
  });
  /** Why it cannot be disabled. */
  protected readonly stays = computed(() => {
    const user = this.user();
    return user?.unknownToPasswordFile
      ? 'It has no password that could be taken away: nobody logs in by this name as it is.'
      : undefined;
  });
  protected readonly failure = computed(() => {
    const refused = this.saving.refusal();
    const told = refused?.kind === 'name-taken' || refused?.kind === 'mqtt-role-not-found';
    return told ? undefined : untold(refused, (pointer) => pointer === '/username');
  });
  private readonly nameField = viewChild<TextField>('nameField');
  private readonly passwordField = viewChild<PasswordChoiceField>('passwordField');
  private readonly rolesField = viewChild<RolesField>('rolesField');

  protected change(change: Partial<UserDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
    this.saving.refusal.set(undefined);
  }

  protected readAgain(): void {
    this.#read.reload();
  }

  protected leave(): void {
    this.dialog.close(this.#done());
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.#tried.set(true);
    this.saving.refusal.set(undefined);
    const isNew = this.data.id === undefined;
    if (isNew && this.nameFault() !== undefined) return this.nameField()?.focus();
    if (isNew && this.passwordFault() !== undefined) return this.passwordField()?.focus();
    if (this.rolesField()?.unfinished) return this.rolesField()?.focus();
    const seen = this.#known.latest();
    const sent = await this.saving.make(() =>
      seen === undefined ? this.#add() : this.#edit(seen),
    );
    if (!sent) this.#refused();
  }

  async #add(): Promise<void> {
    const draft = this.draft();
    const { user, password } = await this.#api.invoke(createMqttUser, { body: requestOf(draft) });
    this.#done.set({ title: `${user.username} was added.`, id: user.id });
    if (password === undefined) {
      this.leave();
      return;
    }
    // Shown this once: not to be lost by a click beside it.
    this.dialog.disableClose = true;
    this.handover.set({ username: user.username, password });
  }

  async #edit(seen: Seen<MqttUser>): Promise<void> {
    const { id, username } = seen.thing;
    const body = updateOf(seen.thing, this.draft());
    if (Object.keys(body).length > 0) {
      await editSeen(
        seen,
        () => this.#deeds.read(id),
        (version) => this.#api.invoke(updateMqttUser, { id, body, ...ifMatch(version) }),
      );
      this.#done.set({ title: `${username} was changed.`, id });
    }
    this.leave();
  }

  #refused(): void {
    const kind = this.saving.refusal()?.kind;
    this.stale.set(kind === 'draft-changed');
    if (kind === 'name-taken') this.nameField()?.focus();
    if (kind !== 'draft-changed') return;
    this.saving.refusal.set(undefined);
    this.#read.reload();
  }
}
