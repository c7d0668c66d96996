import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  AUDIT_SINK,
  CLOCK,
  CONFIG,
  dataFolder,
  Problem,
  type Actor,
  type AuditSink,
  type Clock,
  type Config,
} from '#platform';
import { BrokerService } from './broker.service.js';
import { deleteRetained } from './retained-deletion.js';
import { endByError, endByItself, endEntry, type JobAction, type JobEnd } from './retained-end.js';
import type { Preview } from './retained-previews.js';
import { restoreRetained } from './retained-restore.js';
import { Interrupted, type Conclusion, type Work } from './retained-work.js';
import { DeletionStates } from './store/deletion-states.js';
import { isRunning, keptUntil, type Deletion } from './store/deletion.js';
import { recordBytes } from './store/undo-format.js';
import { UndoFolder } from './store/undo-folder.js';
import { untilHeard } from './until-heard.js';

/** Of all undo files together. */
const UNDO_BYTES = 268_435_456;
const SWEEP_MS = 600_000;

interface Job {
  readonly deletion: Deletion;
  readonly action: JobAction;
  readonly act: (work: Work) => Promise<Conclusion>;
}

/** Deletions of retained messages and their undo: one runs at a time, and each is remembered for a day. */
@Injectable()
export class RetainedJobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Retained');
  private readonly folder: UndoFolder;
  private readonly states: DeletionStates;
  private readonly stopping = new AbortController();
  private busy = false;
  private running: Promise<void> = Promise.resolve();
  private sweeping: NodeJS.Timeout | undefined;

  constructor(
    private readonly broker: BrokerService,
    @Inject(CONFIG) config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(AUDIT_SINK) private readonly sink: AuditSink,
  ) {
    this.folder = new UndoFolder(join(dataFolder(config), 'retained-undo'));
    this.states = new DeletionStates(this.folder);
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const path of await this.states.load()) {
      this.logger.warn(`${path} does not say what was deleted. Remove it and its .undo by hand.`);
    }
    for (const { id, state } of this.states.running()) {
      const action = state === 'restoring' ? 'retained.restore' : 'retained.delete';
      await this.end(id, action, endByError(new Interrupted()));
    }
    await this.sweep();
    this.sweeping = setInterval(() => void this.sweep(), SWEEP_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.sweeping);
    this.stopping.abort();
    await this.running;
  }

  /** Latest first. */
  list(): readonly Deletion[] {
    const now = this.clock();
    return this.states
      .all()
      .filter((deletion) => isRunning(deletion) || keptUntil(deletion) > now)
      .toSorted((a, b) => b.startedAt - a.startedAt);
  }

  get(id: string): Deletion {
    const found = this.list().find((deletion) => deletion.id === id);
    if (!found) throw new Problem('deletion-not-found', 'It is older than a day, or never was.');
    return found;
  }

  /** How large the undo file of these messages may become; nothing when there is no room for it. */
  async room({
    found,
    payloadBytes,
  }: Pick<Preview, 'found' | 'payloadBytes'>): Promise<number | undefined> {
    const room = UNDO_BYTES - (await this.folder.size());
    const topicBytes = found.reduce((sum, { topic }) => sum + Buffer.byteLength(topic), 0);
    const needed = found.length * recordBytes(0, 0, 0) + topicBytes + payloadBytes;
    return needed <= room ? room : undefined;
  }

  delete(preview: Preview, withoutUndo: boolean, actor: Actor): Promise<Deletion> {
    return this.begin(async () => {
      const undoBytes = withoutUndo ? undefined : await this.room(preview);
      if (!withoutUndo && undoBytes === undefined) {
        throw new Problem(
          'not-undoable',
          'The messages are too large to be kept for an undo: send withoutUndo to delete them all the same.',
        );
      }
      const { filter, found, payloadBytes } = preview;
      const deletion: Deletion = {
        ...{ id: randomUUID(), filter, state: 'deleting', actor, username: actor.name },
        ...{ startedAt: this.clock(), messages: found.length, payloadBytes },
        ...{ deleted: 0, refused: 0, leftAlone: 0 },
      };
      const act = (work: Work) => deleteRetained(work, { filter, found, undoBytes });
      return { deletion, action: 'retained.delete', act };
    });
  }

  undo(id: string, actor: Actor): Promise<Deletion> {
    return this.begin(() => {
      const found = this.get(id);
      if (found.undoUntil === undefined || found.undoUntil <= this.clock()) {
        throw new Problem('not-undoable', whyNot(found));
      }
      const counts = { restored: 0, skipped: 0, expired: 0 };
      const cleared = { endedAt: undefined, reason: undefined };
      const deletion: Deletion = { ...found, ...counts, ...cleared, state: 'restoring', actor };
      return Promise.resolve({ deletion, action: 'retained.restore', act: restoreRetained });
    });
  }

  /** Lets `prepare` say what to do, and begins it; nothing else begins before it has ended. */
  private async begin(prepare: () => Promise<Job>): Promise<Deletion> {
    if (this.busy || this.stopping.signal.aborted) {
      throw new Problem('retained-busy', 'Wait until that has ended.');
    }
    this.busy = true;
    try {
      const { deletion, action, act } = await prepare();
      const work = this.workOn(deletion.id, await this.broker.target());
      await this.states.keep(deletion);
      this.running = this.carryOut(work, action, act);
      return deletion;
    } catch (error) {
      // Whatever it is, nothing has begun, and the caller is told.
      this.busy = false;
      throw error;
    }
  }

  private workOn(id: string, target: Work['target']): Work {
    const { broker, folder, clock, states } = this;
    const { signal } = this.stopping;
    return {
      ...{ id, target, folder, clock, signal },
      tell: (change) => states.tell(id, change),
      keep: (change) => states.keep({ ...states.get(id), ...change }),
      heard: async (last) => last && untilHeard(broker, last, signal),
    };
  }

  private async carryOut(work: Work, action: JobAction, act: Job['act']): Promise<void> {
    let end: JobEnd;
    try {
      end = endByItself(await act(work));
    } catch (error) {
      // The broker or the disk may fail at any moment; who asked for the job is not waiting for it any more.
      end = endByError(error);
    }
    await this.end(work.id, action, end);
  }

  /** Audits and keeps the end of a job. Never rejects: there is nobody left to tell but the log. */
  private async end(id: string, action: JobAction, { change, outcome }: JobEnd): Promise<void> {
    const deletion = { ...this.states.get(id), ...change, endedAt: this.clock() };
    const { act, changes } = endEntry(action, deletion);
    try {
      await this.sink.record(act, { ...outcome, changes });
    } catch (error) {
      // The database may be locked or full: what was done is done.
      this.logger.error(`The end of ${action} ${id} could not be audited: ${String(error)}`);
    }
    // Whoever sees that it has ended can begin the next.
    this.busy = false;
    try {
      await this.states.keep(deletion);
      if (deletion.undoUntil === undefined) await this.folder.removeUndo(id);
    } catch (error) {
      // A full disk: the next start finds the job as interrupted.
      this.logger.error(`The end of ${action} ${id} could not be kept: ${String(error)}`);
    }
  }

  /** Lets go of what is older than a day. */
  private async sweep(): Promise<void> {
    const now = this.clock();
    for (const deletion of this.states.all()) {
      if (isRunning(deletion) || keptUntil(deletion) > now) continue;
      try {
        await this.states.remove(deletion.id);
      } catch (error) {
        // The folder may have lost its rights; the next sweep tries again.
        this.logger.error(`An undo file could not be removed: ${String(error)}`);
      }
    }
  }
}

function whyNot({ state, undoUntil }: Deletion): string {
  if (state === 'restored') return 'It has been undone already.';
  return undoUntil === undefined
    ? 'No undo was kept, or nothing was deleted.'
    : 'What was deleted is kept for 24 hours only.';
}
