import {
  afterNextRender,
  Component,
  computed,
  inject,
  Injector,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { form, FormField, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { Router } from '@angular/router';
import type { AdminUser } from '../api/models';
import { Lockout } from '../session/lockout';
import { LockoutNote } from '../session/lockout-note';
import { type Credentials, Session } from '../session/session';
import { ThemeMenu } from '../shell/theme-menu';
import { CodeField } from '../ui/code-field';
import { Logo } from '../ui/logo';
import { Note } from '../ui/note';
import { TextField } from '../ui/text-field';
import { LoginStore } from './login-store';

const NOTHING: Credentials = { username: '', password: '', staySignedIn: false };

/** Name and password in, a code where one is asked for, and back to where one was. */
@Component({
  selector: 'mcm-login-page',
  imports: [
    CodeField,
    FormField,
    LockoutNote,
    Logo,
    MatButton,
    MatCheckbox,
    Note,
    TextField,
    ThemeMenu,
  ],
  providers: [Lockout, LoginStore],
  templateUrl: './login-page.html',
  styleUrl: './login-page.scss',
})
export class LoginPage {
  readonly #session = inject(Session);
  readonly #router = inject(Router);
  readonly #injector = inject(Injector);
  protected readonly store = inject(LoginStore);
  protected readonly lockout = inject(Lockout);

  /** From the address: where one was, and whether a session has just ended. */
  readonly returnUrl = input<string>();
  readonly ended = input<string>();

  protected readonly credentials = signal(NOTHING);
  protected readonly fields = form(this.credentials, (path) => {
    required(path.username);
    required(path.password);
  });
  protected readonly digits = signal('');
  protected readonly recoveryCode = signal('');
  /** Whether a recovery code is asked for in place of one of the authenticator. */
  protected readonly recovering = signal(false);
  protected readonly tried = signal(false);
  protected readonly missing = computed(() => {
    const tried = this.tried();
    return {
      username: tried && this.credentials().username === '',
      password: tried && this.credentials().password === '',
      recovery: tried && this.recoveryCode().trim() === '',
      code: tried && this.digits().length < 6,
    };
  });

  private readonly username = viewChild<TextField>('username');
  private readonly password = viewChild<TextField>('password');
  private readonly recovery = viewChild<TextField>('recovery');
  private readonly code = viewChild<CodeField>('code');

  protected async go(event?: Event): Promise<void> {
    event?.preventDefault();
    if (this.store.asking() || this.lockout.left() !== undefined) return;
    this.tried.set(true);
    const step = this.store.challenge() === undefined ? this.#logIn() : this.#enterCode();
    if (step === undefined) return;
    if (await step) {
      const { user } = this.#session;
      await this.#router.navigateByUrl(destination(this.returnUrl(), user()));
    } else this.#again();
  }

  protected recover(recovering: boolean): void {
    this.recovering.set(recovering);
    this.store.forgetRefusal();
    this.#again();
  }

  protected startOver(): void {
    this.store.startOver();
    this.#again();
  }

  /** `undefined` when something is missing. */
  #logIn(): Promise<boolean> | undefined {
    if (!this.fields().invalid()) return this.store.logIn(this.credentials());
    (this.missing().username ? this.username() : this.password())?.focus();
    return undefined;
  }

  #enterCode(): Promise<boolean> | undefined {
    const { recovery, code } = this.missing();
    if (this.recovering() ? !recovery : !code)
      return this.store.enterCode(this.recovering() ? this.recoveryCode() : this.digits());
    (this.recovery() ?? this.code())?.focus();
    return undefined;
  }

  /** To the field that the next try begins with, once it is there. */
  #again(): void {
    this.tried.set(false);
    // The password was right: nobody needs it any more.
    if (this.store.challenge() !== undefined)
      this.credentials.update((credentials) => ({ ...credentials, password: '' }));
    else this.#forgetCodes();
    const field = () => this.password() ?? this.recovery() ?? this.code();
    afterNextRender(() => field()?.select(), { injector: this.#injector });
  }

  #forgetCodes(): void {
    this.digits.set('');
    this.recoveryCode.set('');
    this.recovering.set(false);
  }
}

/** Only a path of this console: whoever sends a link to the log-in page must not choose where it ends. */
function destination(returnUrl: string | undefined, user: AdminUser | undefined): string {
  if (returnUrl !== undefined && /^\/(?![/\\])/.test(returnUrl) && !returnUrl.startsWith('/login'))
    return returnUrl;
  // Somebody else knows this password; the account page has a list of what to set up.
  return user?.passwordTemporary ? '/account' : '/overview';
}
