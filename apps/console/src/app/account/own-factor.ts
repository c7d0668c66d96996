import { inject, resource, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { disableMfa, getMfa, setUpMfa, verifyMfa } from '../api/functions';
import type { MfaSetupResponse } from '../api/models';
import { LiveEvents } from '../live/live-events';
import { Attempt } from '../session/attempt';
import { Lockout } from '../session/lockout';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';

/** One's own second factor: whether there is one, setting it up, taking it off. */
@Service({ autoProvided: false })
export class OwnFactor {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #openings = inject(LiveEvents).openings;
  readonly #question = resource({
    params: () => ({ openings: this.#openings() }),
    loader: () => this.#api.invoke(getMfa),
  });
  readonly #answer = lastAnswer(this.#question);
  readonly latest = this.#answer.latest;
  readonly failure = this.#answer.failure;

  /** Key and recovery codes of a set-up on its way: here, until it is done or the page is left, and nowhere else. */
  readonly setup = signal<MfaSetupResponse | undefined>(undefined);
  readonly attempt = new Attempt(inject(Lockout));

  reload(): void {
    this.#question.reload();
  }

  /** Makes a key; it counts once {@link turnOn} was told a code of it. */
  begin(password: string): Promise<boolean> {
    return this.#take(async () => {
      this.setup.set(await this.#api.invoke(setUpMfa, { body: { password } }));
    });
  }

  turnOn(code: string): Promise<boolean> {
    return this.#take(async () => {
      await this.#api.invoke(verifyMfa, { body: { code } });
      const recoveryCodesLeft = this.setup()?.recoveryCodes.length ?? 0;
      this.#question.set({ enabled: true, recoveryCodesLeft });
      this.setup.set(undefined);
      await this.#session.refresh();
    });
  }

  turnOff(password: string): Promise<boolean> {
    return this.#take(async () => {
      await this.#api.invoke(disableMfa, { body: { password } });
      this.#question.set({ enabled: false, recoveryCodesLeft: 0 });
      await this.#session.refresh();
    });
  }

  leave(): void {
    this.setup.set(undefined);
    this.attempt.refusal.set(undefined);
  }

  async #take(step: () => Promise<void>): Promise<boolean> {
    const taken = await this.attempt.make(step);
    // Another tab has turned it on: the key of that one counts.
    if (this.attempt.refusal()?.kind === 'mfa-enabled') {
      this.setup.set(undefined);
      this.reload();
      await this.#session.refresh();
    }
    return taken;
  }
}
