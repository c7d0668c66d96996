import { DOCUMENT, inject, Service } from '@angular/core';
import type { AdminUser } from '../api/models';

export interface StoredSession {
  readonly token: string;
  readonly expiresAt: string;
  readonly user: AdminUser;
}

const KEY = 'mcm-session';

/** Where the session lies: in this tab, or, when asked to stay signed in, in this browser. */
@Service()
export class SessionStorage {
  readonly #window = inject(DOCUMENT).defaultView;

  /** What was stored, unless it has expired or cannot be read. */
  read(): StoredSession | undefined {
    for (const place of this.#places()) {
      const session = parse(place.getItem(KEY));
      if (session !== undefined) return session;
    }
    return undefined;
  }

  write(session: StoredSession, staySignedIn: boolean): void {
    this.clear();
    const [tab, browser] = this.#places();
    (staySignedIn ? browser : tab)?.setItem(KEY, JSON.stringify(session));
  }

  /** Replaces the session where it already lies. */
  update(session: StoredSession): void {
    const place = this.#places().find((candidate) => candidate.getItem(KEY) !== null);
    place?.setItem(KEY, JSON.stringify(session));
  }

  clear(): void {
    for (const place of this.#places()) place.removeItem(KEY);
  }

  #places(): Storage[] {
    try {
      return this.#window ? [this.#window.sessionStorage, this.#window.localStorage] : [];
    } catch {
      // SecurityError: this browser forbids storage. The session then lasts as long as the page.
      return [];
    }
  }
}

function parse(text: string | null): StoredSession | undefined {
  if (text === null) return undefined;
  try {
    const session = JSON.parse(text) as StoredSession;
    return Date.parse(session.expiresAt) > Date.now() ? session : undefined;
  } catch {
    // SyntaxError: something else wrote under this key.
    return undefined;
  }
}
