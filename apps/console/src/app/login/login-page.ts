import {
  Component,
  computed,
  type ElementRef,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { form, FormField, required } from '@angular/forms/signals';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatFormField, MatSuffix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Router } from '@angular/router';
import { type Credentials, Session } from '../session/session';
import { ThemeMenu } from '../shell/theme-menu';
import { failureOf } from '../ui/failure';
import { Icon } from '../ui/icon';
import { Logo } from '../ui/logo';
import { Note } from '../ui/note';

/** Name and password in, and back to where one was. */
@Component({
  selector: 'mcm-login-page',
  imports: [
    FormField,
    Icon,
    Logo,
    MatButton,
    MatCheckbox,
    MatFormField,
    MatIconButton,
    MatInput,
    MatSuffix,
    Note,
    ThemeMenu,
  ],
  templateUrl: './login-page.html',
  styleUrl: './login-page.scss',
})
export class LoginPage {
  readonly #session = inject(Session);
  readonly #router = inject(Router);

  /** From the address: where one was, and whether a session has just ended. */
  readonly returnUrl = input<string>();
  readonly ended = input<string>();

  protected readonly credentials = signal<Credentials>({
    username: '',
    password: '',
    staySignedIn: false,
  });
  protected readonly fields = form(this.credentials, (path) => {
    required(path.username);
    required(path.password);
  });
  protected readonly passwordShown = signal(false);
  protected readonly asking = signal(false);
  protected readonly refusal = signal<string | undefined>(undefined);
  protected readonly tried = signal(false);
  protected readonly missing = computed(() => ({
    username: this.tried() && this.credentials().username === '',
    password: this.tried() && this.credentials().password === '',
  }));
  private readonly usernameInput = viewChild.required<ElementRef<HTMLInputElement>>('username');
  private readonly passwordInput = viewChild.required<ElementRef<HTMLInputElement>>('password');

  protected async logIn(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (this.fields().invalid()) {
      (this.missing().username ? this.usernameInput() : this.passwordInput()).nativeElement.focus();
      return;
    }
    if (this.asking()) return;
    this.asking.set(true);
    this.refusal.set(undefined);
    try {
      await this.#session.logIn(this.credentials());
      await this.#router.navigateByUrl(insideThisConsole(this.returnUrl()));
    } catch (error) {
      // Whatever came back is said here: wrong name or password, too many at once, no server.
      this.refusal.set(inWords(error));
      this.passwordInput().nativeElement.select();
    } finally {
      this.asking.set(false);
    }
  }
}

/** Only a path of this console: whoever sends a link to the log-in page must not choose where it ends. */
function insideThisConsole(url: string | undefined): string {
  return url !== undefined && /^\/(?![/\\])/.test(url) && !url.startsWith('/login')
    ? url
    : '/overview';
}

function inWords(error: unknown): string {
  const failure = failureOf(error);
  switch (failure.status) {
    case 401:
      return 'The user name or the password is wrong. Capital letters count in the password.';
    case 429:
      return 'Too many log-ins are being checked right now. Wait a few seconds and try again.';
    default:
      return `${failure.title}. ${failure.detail}`;
  }
}
