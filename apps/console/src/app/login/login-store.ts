import { computed, inject, Service, signal } from '@angular/core';
import type { ProblemKind } from '#contract';
import { Attempt } from '../session/attempt';
import { Lockout } from '../session/lockout';
import { type Credentials, Session } from '../session/session';
import type { Failure } from '../ui/failure';

/** Why the last try did not lead in; what it is about is said first. */
export interface Refusal {
  readonly title?: string;
  readonly text: string;
}

/** A log-in on its way: the password, and with a second factor a code. */
@Service({ autoProvided: false })
export class LoginStore {
  readonly #session = inject(Session);
  readonly #attempt = new Attempt(inject(Lockout));

  /** What the code has to come with; there is none while the password is asked for. */
  readonly challenge = signal<string | undefined>(undefined);
  readonly asking = this.#attempt.asking.asReadonly();
  readonly refusal = computed(() => {
    const failure = this.#attempt.refusal();
    return failure && inWords(failure);
  });

  #staySignedIn = false;

  /** Whether one is in; else a code or another try is asked for. */
  async logIn(credentials: Credentials): Promise<boolean> {
    const right = await this.#attempt.make(async () => {
      this.#staySignedIn = credentials.staySignedIn;
      const challenge = await this.#session.logIn(credentials);
      this.challenge.set(challenge?.mfaChallenge);
    });
    return right && this.challenge() === undefined;
  }

  /** Whether one is in, by a code of the authenticator or a recovery code. */
  async enterCode(code: string): Promise<boolean> {
    const challenge = this.challenge() ?? '';
    const right = await this.#attempt.make(() =>
      this.#session.enterCode(challenge, code, this.#staySignedIn),
    );
    if (this.#attempt.refusal()?.kind === 'challenge-invalid') this.challenge.set(undefined);
    return right;
  }

  /** Another way will be tried. */
  forgetRefusal(): void {
    this.#attempt.refusal.set(undefined);
  }

  /** Back to the user name and the password. */
  startOver(): void {
    this.challenge.set(undefined);
    this.forgetRefusal();
  }
}

const WORDS: Partial<Record<ProblemKind, Refusal>> = {
  'login-failed': {
    text: 'The user name or the password is wrong. Capital letters count in the password.',
  },
  'challenge-invalid': {
    title: 'The log-in has to begin again.',
    text: 'The time for the code was over, or too many were tried.',
  },
  'too-many-requests': {
    text: 'Too many log-ins are being checked right now. Wait a few seconds and try again.',
  },
};

function inWords({ kind, title, detail }: Failure): Refusal {
  return (kind && WORDS[kind]) ?? { title: `${title}.`, text: detail };
}
