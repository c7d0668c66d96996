import { Inject, Injectable } from '@nestjs/common';
import { createHmac, randomBytes } from 'node:crypto';
import { atLeast, type AccessFailure, type Role } from '#contract';
import { CLOCK, Keys, Problem, Secret, type Clock, type Principal } from '#platform';
import type { AdminUser } from './admin-user.js';
import { LastUses } from './last-uses.js';
import { SessionEnds } from './session-ends.js';
import { ApiTokenRepository, type ApiToken } from './store/api-token.repository.js';

/** Begins every token, so that people and scanners know one when they find it where it should not be. */
const PREFIX = 'mcm_';
const LONGEST_MS = 366 * 86_400_000;

/** Tokens for automation: each belongs to a user, may do no more than it, and ends with it. */
@Injectable()
export class ApiTokens {
  readonly #key: Secret<Buffer>;

  constructor(
    private readonly tokens: ApiTokenRepository,
    private readonly uses: LastUses,
    private readonly ends: SessionEnds,
    keys: Keys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#key = keys.derive('api-token');
  }

  async list(userId: number): Promise<readonly ApiToken[]> {
    return this.uses.ofTokensIn(await this.tokens.list(userId));
  }

  /**
   * Makes a token for `owner`, whose password was just proven; the secret is shown once and stored nowhere.
   *
   * @throws Problem `validation-failed` for a role above the owner's or an end that is past or too far,
   *   `name-taken`
   */
  async create(
    owner: AdminUser,
    { name, role, expiresAt }: Pick<ApiToken, 'name' | 'role' | 'expiresAt'>,
  ): Promise<{ readonly secret: Secret; readonly token: ApiToken }> {
    const createdAt = this.clock();
    if (!atLeast(owner.role, role)) {
      throw fault('/role', `must not be above your own, which is ${owner.role}`);
    }
    if (expiresAt <= createdAt) throw fault('/expiresAt', 'must be in the future');
    if (expiresAt > createdAt + LONGEST_MS) {
      throw fault('/expiresAt', 'must be within 366 days from now');
    }
    const secret = new Secret(PREFIX + randomBytes(32).toString('base64url'));
    const row = { userId: owner.id, name, role, createdAt, expiresAt };
    return { secret, token: await this.tokens.add(row, this.hash(secret.reveal()), owner) };
  }

  /** @throws Problem `token-not-found` */
  async revoke(userId: number, id: number): Promise<ApiToken> {
    const token = await this.tokens.remove(userId, id);
    if (!token) throw new Problem('token-not-found', `No API token has the id ${id}.`);
    this.ends.tell({ sessionId: sessionIdOf(token) });
    return token;
  }

  /** Whether `text` has the looks of a token. */
  looksLikeOne(text: string): boolean {
    return text.startsWith(PREFIX);
  }

  async resolve(text: string): Promise<Principal | AccessFailure> {
    const found = await this.tokens.find(this.hash(text), this.clock());
    if (!found) return 'invalid_bearer_token';
    const { token, user } = found;
    if (user.disabled) return 'inactive_user';
    this.uses.token(token.id);
    return {
      ...{ userId: user.userId, username: user.username, role: lower(user.role, token.role) },
      ...{ via: 'api-token', sessionId: sessionIdOf(token), tokenName: token.name },
      expiresAt: token.expiresAt,
    };
  }

  private hash(text: string): Buffer {
    return createHmac('sha256', this.#key.reveal()).update(text).digest();
  }
}

const lower = (one: Role, other: Role): Role => (atLeast(one, other) ? other : one);

const sessionIdOf = ({ id }: Pick<ApiToken, 'id'>): string => `token:${id}`;

const fault = (pointer: string, detail: string): Problem =>
  new Problem('validation-failed', `${pointer} ${detail}.`, {
    extensions: { errors: [{ pointer, detail }] },
  });
