import {
  afterRenderEffect,
  Component,
  computed,
  type ElementRef,
  inject,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Lockout } from '../session/lockout';
import { LockoutNote } from '../session/lockout-note';
import { Session } from '../session/session';
import { Failed } from '../ui/failed';
import { counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { TextField } from '../ui/text-field';
import { FactorSetUp } from './factor-set-up';
import { OwnFactor } from './own-factor';

/** Whether a code is asked for, setting that up, and taking it off with the password. */
@Component({
  selector: 'mcm-factor-panel',
  imports: [Failed, FactorSetUp, Icon, LockoutNote, MatButton, Note, TextField],
  templateUrl: './factor-panel.html',
  styleUrl: './panel.scss',
})
export class FactorPanel {
  readonly #session = inject(Session);
  protected readonly store = inject(OwnFactor);
  protected readonly lockout = inject(Lockout);

  protected readonly username = computed(() => this.#session.user()?.username ?? '');
  /** What the password is asked for. */
  protected readonly purpose = signal<'set-up' | 'take-off' | undefined>(undefined);
  protected readonly turnedOff = signal(false);
  protected readonly typed = signal('');
  protected readonly tried = signal(false);

  protected readonly passwordFault = computed(() => {
    if (this.store.attempt.refusal()?.kind === 'password-wrong')
      return 'This is not your password.';
    return this.tried() && this.typed() === '' ? 'Enter your password.' : undefined;
  });
  protected readonly otherFailure = computed(() => {
    const failure = this.store.attempt.refusal();
    return failure?.kind === 'password-wrong' ? undefined : failure;
  });

  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');
  private readonly password = viewChild<TextField>('password');
  /** From the moment it is asked for: the field may come with MCM's answer only. */
  readonly #focusWanted = signal(false);

  constructor() {
    afterRenderEffect(() => {
      const field = this.password();
      if (!this.#focusWanted() || !field) return;
      this.#focusWanted.set(false);
      field.focus();
    });
  }

  /** Begins the set-up, unless it has begun. */
  setUp(): void {
    this.turnedOff.set(false);
    if (this.store.setup() === undefined) this.ask('set-up');
  }

  protected async turnOn(code: string): Promise<void> {
    if (await this.store.turnOn(code)) this.#lead();
  }

  protected leave(): void {
    this.store.leave();
    this.#lead();
  }

  protected ask(purpose: 'set-up' | 'take-off'): void {
    this.purpose.set(purpose);
    this.#focusWanted.set(true);
  }

  /** With the password, to what it was asked for. */
  protected async goOn(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (this.typed() === '') {
      this.password()?.focus();
      return;
    }
    const off = this.purpose() === 'take-off';
    const done = await (off ? this.store.turnOff(this.typed()) : this.store.begin(this.typed()));
    if (!done && this.store.attempt.refusal() !== undefined) this.password()?.select();
    if (!done) return;
    this.turnedOff.set(off);
    this.#forget();
    if (off) this.#lead();
  }

  protected keep(): void {
    this.store.leave();
    this.#forget();
    this.#lead();
  }

  #forget(): void {
    this.purpose.set(undefined);
    this.#focusWanted.set(false);
    this.typed.set('');
    this.tried.set(false);
  }

  protected codesLeft(left: number): string {
    return left === 0
      ? 'No recovery code is left.'
      : `${counted(left, 'recovery code is', 'recovery codes are')} left.`;
  }

  /** What was pressed is gone: the keyboard goes on from the heading. */
  #lead(): void {
    this.heading().nativeElement.focus();
  }
}
