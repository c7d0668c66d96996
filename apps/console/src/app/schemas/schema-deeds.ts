import { inject, Service } from '@angular/core';
import { Api } from '../api/api';
import { deleteJsonSchema, getJsonSchema, updateJsonSchema } from '../api/functions';
import type { JsonSchemaSummary } from '../api/models';
import { Confirm } from '../ui/confirm';
import { count, counted } from '../ui/formats';

/** What is done to a schema without writing in it. */
@Service({ autoProvided: false })
export class SchemaDeeds {
  readonly #api = inject(Api);
  readonly #confirm = inject(Confirm);

  /** On or off; it can be taken back as easily. */
  async enable({ id }: JsonSchemaSummary, enabled: boolean): Promise<void> {
    await this.#api.invoke(updateJsonSchema, { id, body: { enabled } });
  }

  /** Whether it was deleted. */
  async delete({ id }: JsonSchemaSummary): Promise<boolean> {
    const { name, topicFilter, counts, version } = await this.#api.invoke(getJsonSchema, { id });
    return this.#confirm.ask({
      heading: `Delete the schema ${name}?`,
      hits: [
        ['Filter', `messages to ${topicFilter} are judged by it no more`],
        [
          'Counts',
          counts.judged === 0
            ? 'none yet'
            : `${counted(counts.judged, 'message')} judged, ${count(counts.violations)} of them violations: gone with it`,
        ],
        ['Messages', 'stay as they are: a schema only looks'],
      ],
      undo: 'the audit trail keeps the document; write it anew from there',
      go: 'Delete',
      keep: 'Keep',
      act: async () => {
        await this.#api.invoke(deleteJsonSchema, { id, 'If-Match': `"${version}"` });
      },
    });
  }
}
