import {
  afterNextRender,
  Component,
  computed,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatFormField } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import { atLeast, type Role, ROLES } from '#contract';
import type { ApiTokenRequest } from '../api/models';
import { Lockout } from '../session/lockout';
import { LockoutNote } from '../session/lockout-note';
import { Clock } from '../ui/clock';
import type { Failure } from '../ui/failure';
import { Note } from '../ui/note';
import { TextField } from '../ui/text-field';
import { daysFor, EXPIRIES, type Expiry, expiryOf } from './expiry';

/** What a new API token is called, may do, and how long. */
@Component({
  selector: 'mcm-token-form',
  imports: [
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatFormField,
    MatOption,
    LockoutNote,
    MatSelect,
    Note,
    TextField,
  ],
  templateUrl: './token-form.html',
  styleUrls: ['./panel.scss', './token-form.scss'],
})
export class TokenForm {
  /** One's own role: a token may not do more. */
  readonly most = input.required<Role>();
  readonly username = input.required<string>();
  readonly asking = input(false);
  /** Why the last one could not be made. */
  readonly failure = input<Failure>();
  readonly wish = output<ApiTokenRequest>();
  readonly leave = output();
  /** Something is typed: what was said was about what stood there. */
  readonly typing = output();

  readonly #clock = inject(Clock);
  protected readonly expiries = EXPIRIES;
  protected readonly chosenName = signal('');
  protected readonly role = signal<Role>('viewer');
  protected readonly expiry = signal<Expiry>('90');
  protected readonly day = signal('');
  protected readonly typed = signal('');
  protected readonly tried = signal(false);
  protected readonly lockout = inject(Lockout);

  protected readonly roles = computed(() =>
    ROLES.map((role) => ({ role, above: !atLeast(this.most(), role) })),
  );
  protected readonly days = computed(() => daysFor(this.#clock.now()));
  readonly #expiresAt = computed(() => expiryOf(this.expiry(), this.day(), this.#clock.now()));

  protected readonly nameFault = computed(() => {
    const failure = this.failure();
    if (failure?.kind === 'name-taken') return 'You have a token of this name.';
    const refused = failure?.faults?.get('/name');
    if (refused !== undefined) return `The name ${refused}.`;
    return this.tried() && this.chosenName().trim() === '' ? 'Give it a name.' : undefined;
  });
  protected readonly passwordFault = computed(() => {
    if (this.failure()?.kind === 'password-wrong') return 'This is not your password.';
    return this.tried() && this.typed() === '' ? 'Enter your password.' : undefined;
  });
  protected readonly dayFault = computed(() => {
    const refused = this.failure()?.faults?.get('/expiresAt');
    if (refused !== undefined) return `The end ${refused}.`;
    return this.tried() && this.#expiresAt() === undefined
      ? 'Choose a day from today on, within a year.'
      : undefined;
  });
  /** What is not said at one of the fields. */
  protected readonly otherFailure = computed(() => {
    const failure = this.failure();
    const told =
      failure?.kind === 'name-taken' ||
      failure?.kind === 'password-wrong' ||
      failure?.faults?.has('/name') ||
      (failure?.faults?.has('/expiresAt') && this.expiry() === 'date');
    return told ? undefined : failure;
  });

  private readonly name = viewChild.required<TextField>('name');
  private readonly date = viewChild<TextField>('date');
  private readonly password = viewChild.required<TextField>('password');

  constructor() {
    afterNextRender(() => this.name().focus());
  }

  protected send(event: Event): void {
    event.preventDefault();
    this.tried.set(true);
    const name = this.chosenName().trim();
    const expiresAt = this.#expiresAt();
    if (name === '') this.name().focus();
    else if (expiresAt === undefined) this.date()?.focus();
    else if (this.typed() === '') this.password().focus();
    else if (!this.asking()) {
      const wish = { name, role: this.role(), password: this.typed() };
      this.wish.emit({ ...wish, expiresAt: new Date(expiresAt).toISOString() });
    }
  }
}
