import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock } from '#platform';
import { ApiTokenRepository, type ApiToken } from './store/api-token.repository.js';
import { SessionRepository, type Session } from './store/session.repository.js';

const WRITE_MS = 60_000;

/** When sessions and tokens were used last: remembered at each request, written once a minute. */
@Injectable()
export class LastUses implements OnApplicationShutdown {
  private readonly logger = new Logger(LastUses.name);
  private readonly ofSessions = new Map<string, number>();
  private readonly ofTokens = new Map<number, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly sessions: SessionRepository,
    private readonly tokens: ApiTokenRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  session(id: string): void {
    this.ofSessions.set(id, this.clock());
    this.writeSoon();
  }

  token(id: number): void {
    this.ofTokens.set(id, this.clock());
    this.writeSoon();
  }

  /** The rows with those uses that are not written yet. */
  ofSessionsIn(rows: readonly Session[]): readonly Session[] {
    return rows.map((row) => newest(row, this.ofSessions.get(row.id)));
  }

  ofTokensIn(rows: readonly ApiToken[]): readonly ApiToken[] {
    return rows.map((row) => newest(row, this.ofTokens.get(row.id)));
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.write();
  }

  private writeSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.write();
    }, WRITE_MS).unref();
  }

  private async write(): Promise<void> {
    const [sessions, tokens] = [new Map(this.ofSessions), new Map(this.ofTokens)];
    this.ofSessions.clear();
    this.ofTokens.clear();
    try {
      if (sessions.size > 0) await this.sessions.touch(sessions);
      if (tokens.size > 0) await this.tokens.touch(tokens);
    } catch (error) {
      // A full disk or a locked database: a use that is not remembered harms nobody, a request that fails does.
      this.logger.warn(`The last uses could not be written: ${String(error)}`);
    }
  }
}

const newest = <T extends object>(row: T, lastUsedAt: number | undefined): T =>
  lastUsedAt === undefined ? row : { ...row, lastUsedAt };
