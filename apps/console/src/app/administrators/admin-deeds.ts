import { inject, Service } from '@angular/core';
import { Api } from '../api/api';
import {
  deleteAdminUser,
  endUserSessions,
  getAdminUser,
  listUserApiTokens,
  listUserSessions,
  resetAdminUserMfa,
  resetAdminUserPassword,
  revokeUserApiToken,
  revokeUserSession,
  unlockAdminUser,
} from '../api/functions';
import type { AdminUser, ApiToken, Session as LogIn } from '../api/models';
import { browserWords } from '../account/browser-words';
import { Session } from '../session/session';
import { Confirm } from '../ui/confirm';
import { counted } from '../ui/formats';
import type { Question } from '../ui/question';

type Hits = NonNullable<Question['hits']>;

/** What an admin does to somebody else: each deed is asked for a second time, with what it hits. */
@Service({ autoProvided: false })
export class AdminDeeds {
  readonly #api = inject(Api);
  readonly #confirm = inject(Confirm);
  readonly #me = inject(Session).user;

  /** The new password, which is told this once; nothing when it was not done. */
  async resetPassword({ id, username }: AdminUser): Promise<string | undefined> {
    let password: string | undefined;
    await this.#confirm.ask({
      heading: `Reset the password of ${username}?`,
      text: 'MCM makes a random one and shows it once. It has to be changed at the next log-in.',
      hits: [
        ['Password', 'the one in use is worth nothing any more'],
        await this.#sessionsHit(id),
        ['API tokens', 'stay as they are'],
      ],
      go: 'Reset password',
      keep: 'Keep it',
      act: async () => {
        ({ password } = await this.#api.invoke(resetAdminUserPassword, { id, body: {} }));
      },
    });
    return password;
  }

  async resetSecondFactor({ id, username }: AdminUser): Promise<boolean> {
    return this.#confirm.ask({
      heading: `Take the second factor of ${username} off?`,
      text: 'For somebody who lost the authenticator and the recovery codes. Be sure who asks.',
      hits: [
        ['Log-in', 'asks for the password alone, until it is set up again'],
        ['Codes', 'authenticator and recovery codes are worth nothing any more'],
        await this.#sessionsHit(id),
      ],
      go: 'Take it off',
      keep: 'Keep it',
      act: () => this.#api.invoke(resetAdminUserMfa, { id }),
    });
  }

  async endSessions({ id, username }: AdminUser): Promise<boolean> {
    return this.#confirm.ask({
      heading: `End all sessions of ${username}?`,
      hits: [await this.#sessionsHit(id), ['API tokens', 'stay as they are'], ...this.#oneself(id)],
      undo: 'log in again',
      go: 'End them',
      keep: 'Keep them',
      act: () => this.#api.invoke(endUserSessions, { id }),
    });
  }

  async delete({ id, username }: AdminUser): Promise<boolean> {
    const { headers } = await this.#api.invoke$Response(getAdminUser, { id });
    const version = headers.get('etag');
    const { tokens } = await this.#api.invoke(listUserApiTokens, { id });
    return this.#confirm.ask({
      heading: `Delete ${username}?`,
      text: 'To keep somebody out for a while, disable them instead.',
      hits: [
        ['User', 'gone, with password and second factor'],
        await this.#sessionsHit(id),
        ['API tokens', namesOf(tokens)],
        ['Audit trail', 'keeps what was done under this name'],
        ...this.#oneself(id),
      ],
      typed: { what: 'name', text: username },
      go: 'Delete',
      keep: 'Keep',
      act: () =>
        this.#api.invoke(deleteAdminUser, { id, ...(version !== null && { 'If-Match': version }) }),
    });
  }

  async endSession({ id, username }: AdminUser, session: LogIn): Promise<boolean> {
    const browser = browserWords(session.userAgent);
    return this.#confirm.ask({
      heading: `End this session of ${username}?`,
      hits: [
        ['Session', `${browser}${session.address ? ` at ${session.address}` : ''}`],
        ['Live view', 'its open pages close at once'],
      ],
      undo: 'log in again',
      go: 'End it',
      keep: 'Keep it',
      act: () => this.#api.invoke(revokeUserSession, { id, sessionId: session.id }),
    });
  }

  async revokeToken({ id, username }: AdminUser, token: ApiToken): Promise<boolean> {
    return this.#confirm.ask({
      heading: `Revoke the API token ${token.name} of ${username}?`,
      hits: [
        ['Token', `${token.name}, role ${token.role}`],
        ['Whatever uses it', 'is refused from then on'],
      ],
      go: 'Revoke',
      keep: 'Keep it',
      act: () => this.#api.invoke(revokeUserApiToken, { id, tokenId: token.id }),
    });
  }

  /** Harmless, so it is not asked for twice. */
  async unlock({ id }: AdminUser): Promise<void> {
    await this.#api.invoke(unlockAdminUser, { id, body: {} });
  }

  async #sessionsHit(id: number): Promise<Hits[number]> {
    const { sessions } = await this.#api.invoke(listUserSessions, { id });
    const ends = sessions.length === 1 ? 'ends at once' : 'end at once';
    return [
      'Sessions',
      sessions.length === 0 ? 'none' : `${counted(sessions.length, 'session')} ${ends}`,
    ];
  }

  #oneself(id: number): Hits {
    return id === this.#me()?.id ? [['You', 'this is you: you have to log in again']] : [];
  }
}

function namesOf(tokens: readonly ApiToken[]): string {
  if (tokens.length === 0) return 'none';
  const named = tokens.slice(0, 3).map(({ name }) => name);
  const more = tokens.length - named.length;
  return `revoked: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
