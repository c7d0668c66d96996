import { computed, inject, resource, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { getAccessRevision } from '../api/functions';
import type { FileLines } from './difference-rows';

/** The acl_file of a revision, for who wants to see what a difference leaves out; asked for then. */
@Service({ autoProvided: false })
export class RevisionLines {
  readonly #api = inject(Api);
  readonly #wanted = signal<number | undefined>(undefined);
  readonly #answer = resource({
    params: () => {
      const number = this.#wanted();
      return number === undefined ? undefined : { number };
    },
    loader: async ({ params }): Promise<FileLines> => {
      const { aclFile } = await this.#api.invoke(getAccessRevision, params);
      return (aclFile?.text ?? '').split(/\r?\n/);
    },
  });

  readonly lines = computed(() => (this.#answer.hasValue() ? this.#answer.value() : undefined));
  readonly failed = computed(() => this.#answer.error() !== undefined);

  want(revision: number): void {
    this.#wanted.set(revision);
    if (this.failed()) this.#answer.reload();
  }
}
