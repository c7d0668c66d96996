import { Component, computed, inject, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Lockout } from '../session/lockout';
import { LockoutNote } from '../session/lockout-note';
import { Session } from '../session/session';
import { Note } from '../ui/note';
import { type PasswordHint, passwordHint } from '../ui/password-hint';
import { TextField } from '../ui/text-field';
import { OwnPassword } from './own-password';

/** The current password and a new one, judged while it is typed. */
@Component({
  selector: 'mcm-password-panel',
  imports: [LockoutNote, MatButton, Note, TextField],
  templateUrl: './password-panel.html',
  styleUrl: './panel.scss',
})
export class PasswordPanel {
  readonly #session = inject(Session);
  protected readonly store = inject(OwnPassword);
  protected readonly lockout = inject(Lockout);

  protected readonly username = computed(() => this.#session.user()?.username ?? '');
  protected readonly currentPassword = signal('');
  protected readonly newPassword = signal('');
  /** Whether it was sent as it stands: before that, nothing is said to be missing. */
  protected readonly tried = signal(false);
  protected readonly changed = signal(false);

  protected readonly hint = computed((): PasswordHint => {
    const wanted = this.newPassword();
    if (wanted !== '' && wanted === this.currentPassword())
      return { text: 'It must not be the current one.', state: 'fault' };
    return passwordHint(wanted, this.username());
  });
  protected readonly currentFault = computed(() => {
    if (this.store.attempt.refusal()?.kind === 'password-wrong')
      return 'This is not your password.';
    return this.tried() && this.currentPassword() === ''
      ? 'Enter your current password.'
      : undefined;
  });
  protected readonly newFault = computed(() => {
    const refused = this.store.attempt.refusal()?.faults?.get('/newPassword');
    if (refused !== undefined) return `The password ${refused}.`;
    const { state, text } = this.hint();
    return state === 'fault' || (this.tried() && state === 'open') ? text : undefined;
  });
  /** What is not about one of the fields. */
  protected readonly otherFailure = computed(() => {
    const failure = this.store.attempt.refusal();
    const told = failure?.kind === 'password-wrong' || failure?.faults?.has('/newPassword');
    return told ? undefined : failure;
  });

  private readonly current = viewChild.required<TextField>('current');
  private readonly wanted = viewChild.required<TextField>('wanted');

  focus(): void {
    this.current().focus();
  }

  /** What was said was about what stood there. */
  protected typing(): void {
    this.store.attempt.refusal.set(undefined);
    this.changed.set(false);
  }

  protected async change(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const [currentPassword, newPassword] = [this.currentPassword(), this.newPassword()];
    if (currentPassword === '') this.current().focus();
    else if (this.hint().state !== 'good') this.wanted().focus();
    else if (await this.store.change({ currentPassword, newPassword })) this.#done();
    else if (this.currentFault() !== undefined) this.current().select();
    else if (this.newFault() !== undefined) this.wanted().select();
  }

  #done(): void {
    this.currentPassword.set('');
    this.newPassword.set('');
    this.tried.set(false);
    this.changed.set(true);
  }
}
