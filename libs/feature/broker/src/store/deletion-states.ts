import { isRunning, type Deletion } from './deletion.js';
import type { UndoFolder } from './undo-folder.js';

/** How often progress goes to the disk; what is lost when the process dies is how far it had come. */
const PROGRESS_MS = 1_000;

/** The deletions that are remembered, in memory and on the disk. */
export class DeletionStates {
  readonly #folder: UndoFolder;
  readonly #states = new Map<string, Deletion>();
  #writing: Promise<void> = Promise.resolve();
  #toldAt = 0;

  constructor(folder: UndoFolder) {
    this.#folder = folder;
  }

  /** Takes in what a former process left; answers the files that cannot be read. */
  async load(): Promise<readonly string[]> {
    const { deletions, unreadable } = await this.#folder.load();
    for (const deletion of deletions) this.#states.set(deletion.id, deletion);
    return unreadable;
  }

  all(): readonly Deletion[] {
    return [...this.#states.values()];
  }

  running(): readonly Deletion[] {
    return this.all().filter(isRunning);
  }

  get(id: string): Deletion {
    const found = this.#states.get(id);
    if (!found) throw new Error(`There is no deletion ${id}.`);
    return found;
  }

  /** Changes a deletion that there is; the disk learns of it soon. */
  tell(id: string, change: Partial<Deletion>): void {
    this.#states.set(id, { ...this.get(id), ...change });
    if (performance.now() - this.#toldAt < PROGRESS_MS) return;
    this.#toldAt = performance.now();
    // The next change is written again; one that matters is kept with `keep`, which tells of a failure.
    this.#write(id).catch(() => undefined);
  }

  /** Adds a deletion or changes it; resolves when that is safe on the disk. */
  async keep(deletion: Deletion): Promise<void> {
    this.#states.set(deletion.id, deletion);
    await this.#write(deletion.id);
  }

  async remove(id: string): Promise<void> {
    await this.#folder.remove(id);
    this.#states.delete(id);
  }

  /** One after the other, so that the latest state is what stays. */
  #write(id: string): Promise<void> {
    const written = this.#writing.then(() => this.#folder.keep(this.get(id)));
    this.#writing = written.catch(() => undefined); // told to whoever waits for `written`
    return written;
  }
}
