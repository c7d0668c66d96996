import { Component, computed, inject, resource, signal, viewChild } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { editSeen, ifMatch } from '../access/seen';
import { Api } from '../api/api';
import { resetMqttPassword } from '../api/functions';
import { Attempt } from '../session/attempt';
import { Failed } from '../ui/failed';
import { FailureNote } from '../ui/failure-note';
import { Icon } from '../ui/icon';
import { lastAnswer } from '../ui/last-answer';
import { Note } from '../ui/note';
import { PasswordChoiceField } from './password-choice-field';
import { UserDeeds } from './user-deeds';
import { MADE, type PasswordChoice, passwordFault, passwordOf } from './user-draft';
import { UserHandover } from './user-handover';
import type { UserDone } from './user-done';

/** Gives a user of the broker another password; after that, the one that was made. */
@Component({
  selector: 'mcm-password-sheet',
  imports: [
    Failed,
    FailureNote,
    Icon,
    MatButton,
    MatIconButton,
    Note,
    PasswordChoiceField,
    UserHandover,
  ],
  providers: [UserDeeds],
  templateUrl: './password-sheet.html',
  styleUrl: '../ui/sheet.scss',
})
export class PasswordSheet {
  readonly #api = inject(Api);
  readonly #deeds = inject(UserDeeds);
  readonly #data = inject<{ readonly id: string }>(MAT_DIALOG_DATA);
  readonly #dialog = inject<MatDialogRef<PasswordSheet, UserDone>>(MatDialogRef);

  readonly #read = resource({ loader: () => this.#deeds.read(this.#data.id) });
  readonly #known = lastAnswer(this.#read);
  protected readonly user = computed(() => this.#known.latest()?.thing);
  protected readonly readFailure = this.#known.failure;
  protected readonly choice = signal<PasswordChoice>(MADE);
  readonly #tried = signal(false);
  protected readonly saving = new Attempt();
  /** Whether somebody else changed the user meanwhile. */
  protected readonly stale = signal(false);
  /** The password that was made. */
  protected readonly handover = signal<string | undefined>(undefined);
  readonly #done = signal<UserDone | undefined>(undefined);
  protected readonly fault = computed(() =>
    this.#tried() ? passwordFault(this.choice()) : undefined,
  );
  private readonly passwordField = viewChild<PasswordChoiceField>('passwordField');

  protected change(choice: PasswordChoice): void {
    this.choice.set(choice);
    this.saving.refusal.set(undefined);
  }

  protected readAgain(): void {
    this.#read.reload();
  }

  protected leave(): void {
    this.#dialog.close(this.#done());
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.#tried.set(true);
    if (this.fault() !== undefined) return this.passwordField()?.focus();
    if (await this.saving.make(() => this.#set())) return;
    const kind = this.saving.refusal()?.kind;
    this.stale.set(kind === 'draft-changed');
    if (kind !== 'draft-changed') return;
    this.saving.refusal.set(undefined);
    this.#read.reload();
  }

  async #set(): Promise<void> {
    const seen = this.#known.latest();
    if (seen === undefined) return;
    const { id, username } = seen.thing;
    const body = passwordOf(this.choice());
    const { password } = await editSeen(
      seen,
      () => this.#deeds.read(id),
      (version) => this.#api.invoke(resetMqttPassword, { id, body, ...ifMatch(version) }),
    );
    this.#done.set({ title: `${username} has another password.`, id });
    if (password === undefined) {
      this.leave();
      return;
    }
    // Shown this once: not to be lost by a click beside it.
    this.#dialog.disableClose = true;
    this.handover.set(password);
  }
}
