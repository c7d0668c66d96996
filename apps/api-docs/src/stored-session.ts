import type { Role } from '#contract';

/** As the console keeps it; what else it keeps is of no interest here. */
interface StoredSession {
  readonly token: string;
  readonly expiresAt: string;
}

/** Whoever is logged in, as `GET /api/v1/auth/me` tells. */
export interface Me {
  readonly username: string;
  readonly role: Role;
}

/** Where the console keeps the session (apps/console/src/app/session/session-storage.ts). */
const KEY = 'mcm-session';

/** The token of the console's session: of this tab, or of this browser. Looked up anew for each request. */
export function storedToken(): string | undefined {
  try {
    return tokenIn(sessionStorage.getItem(KEY)) ?? tokenIn(localStorage.getItem(KEY));
  } catch {
    // SecurityError: this browser forbids storage, so the console kept nothing here.
    return undefined;
  }
}

function tokenIn(text: string | null): string | undefined {
  if (text === null) return undefined;
  try {
    const { token, expiresAt } = JSON.parse(text) as StoredSession;
    return Date.parse(expiresAt) > Date.now() ? token : undefined;
  } catch {
    // SyntaxError: something else wrote under this key.
    return undefined;
  }
}
