import { stat } from 'node:fs/promises';
import { errorCode } from '../config/error-code.js';

/**
 * Says of each state seen whether it is a change to be told: one that was not told yet and that two looks in a
 * row saw. So nobody is writing any more, and files that belong together have all come.
 */
export function changesFrom(initial: string): (state: string) => boolean {
  let told = initial;
  let seen = initial;
  return (state) => {
    const settled = state === seen;
    seen = state;
    if (!settled || state === told) return false;
    told = state;
    return true;
  };
}

/**
 * Tells when files have changed, by looking at them again and again: unlike the system's notices, that works
 * for a file that is renamed into place, for the links that Kubernetes swaps, and over a network.
 */
export class FileWatch {
  readonly #paths: readonly string[];
  readonly #lookMs: number;
  readonly #isChange: (state: string) => boolean;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  private constructor(paths: readonly string[], lookMs: number, state: string) {
    this.#paths = paths;
    this.#lookMs = lookMs;
    this.#isChange = changesFrom(state);
  }

  /** Remembers the files as they are now, so that what is read from here on is not older. */
  static async of(paths: readonly string[], lookMs: number): Promise<FileWatch> {
    return new FileWatch(paths, lookMs, await stateOf(paths));
  }

  /** Calls `changed` after each change, never while an earlier call runs. It does not reject. */
  start(changed: () => Promise<void>): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      void this.#look(changed).finally(() => {
        this.start(changed);
      });
    }, this.#lookMs).unref();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #look(changed: () => Promise<void>): Promise<void> {
    const state = await stateOf(this.#paths);
    if (this.#isChange(state) && !this.#stopped) await changed();
  }
}

/** Differs when any of the files differs; a link stands for what it leads to. */
async function stateOf(paths: readonly string[]): Promise<string> {
  const states = paths.map(async (path) => {
    try {
      const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
      return [dev, ino, size, mtimeNs, ctimeNs].join(':');
    } catch (error) {
      return errorCode(error) ?? 'absent'; // whoever reads the file next says what this means
    }
  });
  return (await Promise.all(states)).join(' ');
}
