import {
  afterNextRender,
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  Injector,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatTooltip } from '@angular/material/tooltip';
import type { MfaSetupResponse } from '../api/models';
import { Lockout } from '../session/lockout';
import { LockoutNote } from '../session/lockout-note';
import { CodeField } from '../ui/code-field';
import { CopyButton } from '../ui/copy-button';
import type { Failure } from '../ui/failure';
import { Note } from '../ui/note';
import { QrCode } from './qr-code';
import { RecoveryCodes } from './recovery-codes';

/** Key, recovery codes, first code: one after the other, so that nobody is asked for codes that nobody kept. */
@Component({
  selector: 'mcm-factor-set-up',
  imports: [
    CodeField,
    CopyButton,
    LockoutNote,
    MatButton,
    MatCheckbox,
    MatTooltip,
    Note,
    QrCode,
    RecoveryCodes,
  ],
  templateUrl: './factor-set-up.html',
  styleUrls: ['./panel.scss', './factor-set-up.scss'],
})
export class FactorSetUp {
  readonly setup = input.required<MfaSetupResponse>();
  readonly username = input.required<string>();
  readonly asking = input(false);
  /** Why the last code did not turn it on. */
  readonly failure = input<Failure>();
  readonly code = output<string>();
  readonly leave = output();

  readonly #injector = inject(Injector);
  protected readonly lockout = inject(Lockout);
  protected readonly step = signal<1 | 2 | 3>(1);
  protected readonly saved = signal(false);
  protected readonly digits = signal('');
  protected readonly short = signal(false);
  /** In groups of four, as apps ask for it. */
  protected readonly key = computed(
    () =>
      this.setup()
        .secret.match(/.{1,4}/g)
        ?.join(' ') ?? '',
  );

  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');
  private readonly codeField = viewChild<CodeField>('code');

  constructor() {
    this.#lead();
    effect(() => {
      if (this.failure()) untracked(() => this.codeField()?.select());
    });
  }

  protected to(step: 1 | 2 | 3): void {
    if (step === 3 && !this.saved()) return;
    this.step.set(step);
    this.#lead();
  }

  protected send(event?: Event): void {
    event?.preventDefault();
    const code = this.digits();
    this.short.set(code.length < 6);
    if (this.short()) this.codeField()?.focus();
    else this.code.emit(code);
  }

  /** The keyboard, and whoever listens, to where the step begins. */
  #lead(): void {
    afterNextRender(() => (this.codeField() ?? this.heading().nativeElement).focus(), {
      injector: this.#injector,
    });
  }
}
