import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { mkdir, rm } from 'node:fs/promises';
import {
  CLOCK,
  CONFIG,
  dataFolder,
  Metrics,
  Problem,
  reasonOf,
  sweepUnfinished,
  type Clock,
  type Config,
} from '#platform';
import { Backups, type Backup } from './backups.js';
import { forgetFailure, noteFailure } from './last-failure.js';

/** Not while everything starts; soon enough for servers that are started again and again. */
const FIRST_LOOK_MS = 180_000;
const LOOK_EVERY_MS = 600_000;

/** Makes a backup when the last one is old enough, and lets the oldest go. */
@Injectable()
export class BackupSchedule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Backup');
  private readonly timers: Partial<Record<'first' | 'every', NodeJS.Timeout>> = {};

  constructor(
    private readonly backups: Backups,
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.backup.enabled) return;
    // A folder that cannot be read is told of when a backup is due.
    const last = await this.last().catch(() => undefined);
    if (last) this.tellSuccess(last);
    this.timers.first = setTimeout(() => void this.look(), FIRST_LOOK_MS).unref();
    this.timers.every = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timers.first);
    clearInterval(this.timers.every);
  }

  /** Makes one if it is time. Never throws: a failure is logged, counted, and kept for those who ask. */
  async look(): Promise<void> {
    try {
      if (await this.isTime()) await this.makeOne();
    } catch (error) {
      // Somebody asked for one at this moment: at the next look.
      if (error instanceof Problem && error.kind === 'backup-running') return;
      // A full disk, a folder that may not be written to, a database that is damaged.
      await this.tellFailure(reasonOf(error));
    }
  }

  private async isTime(): Promise<boolean> {
    const last = await this.last();
    return !last || this.clock() - last.madeAt >= this.config.backup.interval;
  }

  /** One from the future is from before the clock was set back, and says nothing. */
  private async last(): Promise<Backup | undefined> {
    const now = this.clock();
    const backups = await this.scheduled();
    return backups.find(({ madeAt }) => madeAt <= now);
  }

  private async makeOne(): Promise<void> {
    const { folder } = this.config.backup;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await sweepUnfinished(folder, this.clock());
    const made = await this.backups.make('scheduled');
    this.logger.log(`Made the backup ${made.path} (${String(made.bytes)} bytes).`);
    this.tellSuccess(made);
    await forgetFailure(dataFolder(this.config));
    await this.letOldOnesGo(made);
  }

  /**
   * The one that was made just now stays, whatever the names of others say. Those from the future are older than it: they
   * go first, and not what was made since the clock was set back.
   */
  private async letOldOnesGo(made: Backup): Promise<void> {
    const others = (await this.scheduled()).filter(({ name }) => name !== made.name);
    const isSince = ({ madeAt }: Backup): boolean => madeAt <= made.madeAt;
    const newestFirst = [...others.filter(isSince), ...others.filter((one) => !isSince(one))];
    for (const old of newestFirst.slice(this.config.backup.keep - 1)) {
      await rm(old.path, { force: true });
      this.logger.log(`Deleted the backup ${old.path}: newer ones are kept.`);
    }
  }

  /** Newest first. What only has the name of a backup is not counted, and not deleted. */
  private async scheduled(): Promise<readonly Backup[]> {
    const backups = await this.backups.list();
    return backups.filter(({ kind, version }) => kind === 'scheduled' && version !== undefined);
  }

  private tellSuccess({ madeAt }: Backup): void {
    this.metrics.backupLastSuccess.set(madeAt / 1000);
  }

  private async tellFailure(reason: string): Promise<void> {
    this.metrics.backupFailures.inc();
    this.logger.error(`The scheduled backup was not made: ${reason}`);
    // The disk may be too full for that as well; the log and the figure have it.
    const failure = { at: this.clock(), reason };
    await noteFailure(dataFolder(this.config), failure).catch(() => undefined);
  }
}
