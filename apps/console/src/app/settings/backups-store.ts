import { DOCUMENT, inject, resource, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { createBackup, deleteBackup, downloadBackup, listBackups } from '../api/functions';
import type { Backup } from '../api/models';
import { LiveEvents } from '../live/live-events';
import { Session } from '../session/session';
import { fromBlob, saveFile } from '../ui/download';
import { lastAnswer } from '../ui/last-answer';

/** The backups that the server keeps. */
@Service({ autoProvided: false })
export class BackupsStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #openings = inject(LiveEvents).openings;
  readonly #document = inject(DOCUMENT);

  readonly #question = resource({
    params: () =>
      this.#session.refusal('listBackups') === undefined
        ? { openings: this.#openings() }
        : undefined,
    loader: () => this.#api.invoke(listBackups),
  });
  readonly #answer = lastAnswer(this.#question);
  readonly latest = this.#answer.latest;
  readonly failure = this.#answer.failure;
  /** What is being done now. */
  readonly working = signal<'make' | 'download' | undefined>(undefined);

  reload(): void {
    this.#question.reload();
  }

  async make(): Promise<Backup> {
    return this.#while('make', async () => {
      const made = await this.#api.invoke(createBackup);
      this.reload();
      return made;
    });
  }

  /** Fetches the file with the token in its header, and hands it to the browser whole. */
  async download(name: string): Promise<void> {
    await this.#while('download', async () => {
      try {
        saveFile(await this.#api.invoke(downloadBackup, { name }), name, this.#document);
      } catch (error) {
        // HttpErrorResponse: gone meanwhile, or the connection was cut. The problem is in a blob, as the file would be.
        throw await fromBlob(error);
      }
    });
  }

  async delete(name: string): Promise<void> {
    await this.#api.invoke(deleteBackup, { name });
    this.reload();
  }

  async #while<T>(what: 'make' | 'download', work: () => Promise<T>): Promise<T> {
    this.working.set(what);
    try {
      return await work();
    } finally {
      this.working.set(undefined);
    }
  }
}
