import { computed, inject, Service, signal } from '@angular/core';
import { Router } from '@angular/router';
import { atLeast } from '#contract';
import { Api } from '../api/api';
import { FLOORS } from '../api/floors';
import { login, loginMfa, logout, me } from '../api/functions';
import type { AdminUser, MfaRequiredResponse } from '../api/models';
import { SessionStorage, type StoredSession } from './session-storage';

/** An operation of the API, by the id it has in the OpenAPI document. */
export type Operation = keyof typeof FLOORS;

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** Kept in this browser until log-out or expiry; else until the tab is closed. */
  readonly staySignedIn: boolean;
}

/** Who is logged in in this tab, and the one place that knows the token. */
@Service()
export class Session {
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #storage = inject(SessionStorage);
  readonly #current = signal<StoredSession | undefined>(this.#storage.read());

  readonly token = computed(() => this.#current()?.token);
  readonly user = computed(() => this.#current()?.user);

  /** The first half: in, or the challenge that a code has to follow. */
  async logIn({
    username,
    password,
    staySignedIn,
  }: Credentials): Promise<MfaRequiredResponse | undefined> {
    const answer = await this.#api.invoke(login, { body: { username, password } });
    if ('mfaRequired' in answer) return answer;
    this.#begin(answer, staySignedIn);
    return undefined;
  }

  /** The second half: a code of the authenticator, or a recovery code. */
  async enterCode(mfaChallenge: string, code: string, staySignedIn: boolean): Promise<void> {
    const session = await this.#api.invoke(loginMfa, { body: { mfaChallenge, code } });
    this.#begin(session, staySignedIn);
  }

  /** Asks who this is: a role may have changed since the token was given. */
  async refresh(): Promise<void> {
    if (this.#current() === undefined) return;
    try {
      const user = await this.#api.invoke(me);
      this.#keep(user);
    } catch {
      // A 401 has ended the session already; for any other answer what was stored is the best there is.
    }
  }

  /** Revokes the token. The session here ends whatever the server says: nobody is kept logged in. */
  async logOut(): Promise<void> {
    try {
      await this.#api.invoke(logout);
    } catch {
      // The server is gone or knows the token no more; in both cases it is forgotten here.
    }
    this.#forget();
    await this.#router.navigateByUrl('/login');
  }

  /** The server knows this token no more: to the log-in page, and afterwards back to where one was. */
  end(): void {
    if (this.#current() === undefined) return;
    this.#forget();
    // A page that is still being opened is not yet where the router says one is.
    const underway = this.#router.currentNavigation()?.extractedUrl.toString();
    const returnUrl = underway ?? this.#router.url;
    void this.#router.navigate(['/login'], { queryParams: { returnUrl, ended: true } });
  }

  /** Why the role may not do this, in words for a tooltip; `undefined` when it may. */
  refusal(operation: Operation): string | undefined {
    const floor = FLOORS[operation];
    const role = this.user()?.role;
    if (floor === 'public' || (role !== undefined && atLeast(role, floor))) return undefined;
    return `Needs the role ${floor}. You are ${role ?? 'not logged in'}.`;
  }

  #begin(session: StoredSession, staySignedIn: boolean): void {
    this.#current.set(session);
    this.#storage.write(session, staySignedIn);
  }

  #keep(user: AdminUser): void {
    const session = this.#current();
    if (session === undefined) return;
    this.#current.set({ ...session, user });
    this.#storage.update({ ...session, user });
  }

  #forget(): void {
    this.#current.set(undefined);
    this.#storage.clear();
  }
}
