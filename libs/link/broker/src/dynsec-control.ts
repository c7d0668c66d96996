import { setTimeout as pause } from 'node:timers/promises';
import {
  disabledIn,
  isDone,
  type DynsecAnswer,
  type DynsecCommand,
  type DynsecModel,
  type PlannedCommand,
} from '#domain/change';
import type { BrokerTarget } from '#link/observer';
import { batchFrom } from './dynsec-batch.js';
import { BatchSize } from './dynsec-batch-size.js';
import { AnswerLost, CommandRefused, ControlUnavailable } from './dynsec-errors.js';
import { DynsecLine } from './dynsec-line.js';
import { changeIndex, readState } from './dynsec-state-reader.js';
import { BrokerUnreachable } from './errors.js';
import { LatencyProbe } from './latency-probe.js';

const IDLE_MS = 30_000;
const MOST_PAUSE_MS = 100;
/** So many commands are not worth a connection that measures what they do to others. */
const FEW = 10;

export interface DynsecControlOptions {
  /** How to reach the broker by the account that may command the plugin. */
  readonly target: () => Promise<BrokerTarget>;
  /** How long the plugin may take for a message; 20 s when left out. */
  readonly patienceMs?: number;
}

export interface RunOptions {
  /** Aborted when no more commands are to be sent. */
  readonly signal?: AbortSignal;
  /** How many commands have been done. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Commands the dynamic-security plugin, over a connection that is opened when there is something to do and closed when
 * there is not. All of it throws `ControlUnavailable`, or `CommandRefused` where a refusal is not an answer.
 */
export class DynsecControl {
  readonly #options: DynsecControlOptions;
  #opening: Promise<DynsecLine> | undefined;
  #wanted = new AbortController();
  #turn: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  constructor(options: DynsecControlOptions) {
    this.#options = options;
  }

  /** Runs commands in one message, and answers each. One that is refused keeps none of the others from being done. */
  run(commands: readonly DynsecCommand[]): Promise<readonly DynsecAnswer[]> {
    return this.#inTurn((line) => line.ask(commands));
  }

  /** The state of the plugin, read back. */
  snapshot(): Promise<DynsecModel> {
    return this.#inTurn(() => this.#read());
  }

  /** What 2.1 counts its changes with; nothing where the plugin does not tell. */
  changeIndex(): Promise<number | undefined> {
    return this.#inTurn((line) => changeIndex((commands) => line.ask(commands)));
  }

  /**
   * Runs many commands, some at a time and no more than the broker can do without keeping its clients waiting. Stops at
   * the first that is refused; when aborted, rejects with the reason.
   */
  async runAll(planned: readonly PlannedCommand[], options: RunOptions = {}): Promise<void> {
    await this.#paced(planned.length, options, async (start, size) => {
      const commands = batchFrom(planned, start, size);
      await this.#inTurn(() => this.#carryOut(commands, start));
      return commands.length;
    });
  }

  /**
   * Ends the connections of these users, and answers of which: not of those who may not log in anyway, nor of MCM's own
   * account for commands.
   */
  async disconnect(
    usernames: readonly string[],
    options: RunOptions = {},
  ): Promise<readonly string[]> {
    const { username: own } = await this.#options.target();
    const others = usernames.filter((username) => username !== own);
    const ended: string[] = [];
    await this.#paced(others.length, options, async (start, size) => {
      const some = others.slice(start, start + Math.max(1, size / 2));
      ended.push(...(await this.#inTurn((line) => disconnected(line, some))));
      return some.length;
    });
    return ended;
  }

  /** Closes the connection, if there is one. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const opening = this.#opening;
    this.#opening = undefined;
    // A broker that does not answer would keep it from being opened, and so from being closed.
    this.#wanted.abort();
    this.#wanted = new AbortController();
    const line = await opening?.catch(() => undefined); // whoever wanted it was told
    await line?.close();
  }

  /** `step` does as many as it can of `size`, from `start` on, and answers how many. */
  async #paced(
    count: number,
    { signal, onProgress }: RunOptions,
    step: (start: number, size: number) => Promise<number>,
  ): Promise<void> {
    if (count === 0) return;
    const probe = count > FEW ? new LatencyProbe(this.#options.target) : undefined;
    const size = new BatchSize();
    try {
      for (let done = 0; done < count;) {
        signal?.throwIfAborted();
        await reachable(probe?.begin());
        const start = performance.now();
        done += await step(done, size.now);
        onProgress?.(done);
        const took = performance.now() - start;
        size.heed(Math.max(took, probe?.worst() ?? 0));
        // As long as it has kept the broker busy, the broker is left to its clients.
        if (done < count) await pause(Math.min(MOST_PAUSE_MS, took));
      }
    } finally {
      await probe?.close();
    }
  }

  async #carryOut(commands: readonly DynsecCommand[], before: number): Promise<void> {
    const answers = await this.#surely(commands);
    for (const [at, command] of commands.entries()) {
      const { error } = answers[at] ?? {};
      if (error !== undefined) throw new CommandRefused(command, error, before + at);
    }
  }

  /** Where a command concerns MCM's own account, 2.0 disconnects it before it answers. */
  async #surely(
    commands: readonly DynsecCommand[],
  ): Promise<readonly Pick<DynsecAnswer, 'error'>[]> {
    try {
      return await (await this.#line()).ask(commands);
    } catch (error) {
      // The connection may have ended before the plugin had the message, or after.
      if (!(error instanceof AnswerLost)) throw error;
    }
    const state = await this.#read();
    const seen = commands.map((command) => isDone(state, command));
    if (!seen.includes(true)) return (await this.#line()).ask(commands);
    // The plugin carries out a message whole.
    return seen.map((done) =>
      done === false ? { error: 'it has had no effect, and the answer was lost' } : {},
    );
  }

  async #read(): Promise<DynsecModel> {
    return readState(async (commands) => (await this.#line()).ask(commands));
  }

  /** One after the other: the broker stands still while the plugin works. */
  #inTurn<Result>(work: (line: DynsecLine) => Promise<Result>): Promise<Result> {
    clearTimeout(this.#idle);
    const done = this.#turn.then(async () => work(await this.#line()));
    this.#turn = done
      .catch(() => undefined) // told to whoever wanted it
      .finally(() => {
        clearTimeout(this.#idle);
        this.#idle = setTimeout(() => void this.close(), IDLE_MS).unref();
      });
    return done;
  }

  #line(): Promise<DynsecLine> {
    if (this.#opening) return this.#opening;
    const { target, patienceMs } = this.#options;
    const { signal } = this.#wanted;
    const opening = target().then((found) => DynsecLine.open(found, { patienceMs, signal }));
    this.#opening = opening;
    const forget = () => {
      if (this.#opening === opening) this.#opening = undefined;
    };
    void opening.then(({ ended }) => ended).then(forget, forget);
    return opening;
  }
}

/** Of these, whose connections it has ended: each is disabled and at once enabled, unless it is disabled anyway. */
async function disconnected(
  line: DynsecLine,
  usernames: readonly string[],
): Promise<readonly string[]> {
  const clients = await line.ask(usernames.map((username) => ({ command: 'getClient', username })));
  const enabled = usernames.filter((_, at) => {
    const client = clients[at];
    return client?.error === undefined && !disabledIn(client?.data);
  });
  if (enabled.length === 0) return [];
  await line.ask(
    enabled.flatMap((username) => [
      { command: 'disableClient', username } as const,
      { command: 'enableClient', username } as const,
    ]),
  );
  return enabled;
}

async function reachable(opening: Promise<void> | undefined): Promise<void> {
  try {
    await opening;
  } catch (error) {
    // The broker may be gone.
    if (!(error instanceof BrokerUnreachable)) throw error;
    throw new ControlUnavailable(error.message, { cause: error });
  }
}
