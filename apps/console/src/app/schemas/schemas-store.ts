import { computed, inject, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { getJsonSchema, listJsonSchemas, listJudgedTopics, listViolations } from '../api/functions';
import type {
  JsonSchema,
  JsonSchemaSummary,
  JudgedTopicPage,
  ViolationExample,
} from '../api/models';
import { Session } from '../session/session';
import { type LogPage, pagedLog, type PagedLog } from '../ui/paged-log';
import { followVerdicts } from './follow-verdicts';

/** More than there can be. */
const ALL = 500;
/** Topics beside the list, at first and with each step. */
export const TOPICS_STEP = 20;
const MOST_TOPICS = 500;

/** One schema, and how the messages fared that it judged. */
export interface JudgingSchema {
  readonly schema: JsonSchema;
  readonly topics: JudgedTopicPage;
  /** Latest first. */
  readonly examples: readonly ViolationExample[];
}

/** The schemas, and the one that is chosen, as they stand now. */
@Service({ autoProvided: false })
export class SchemasStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);

  /** A part of the name or the filter. */
  readonly search = signal('');
  readonly id = signal<number | undefined>(undefined);
  /** How many topics of the chosen one are shown. */
  readonly shownTopics = signal(TOPICS_STEP);

  readonly refusal = computed(() => this.#session.refusal('listJsonSchemas'));
  /** Why nothing can be changed, for who may only look. */
  readonly readOnly = computed(() => this.#session.refusal('updateJsonSchema'));

  readonly #changes = signal(0);

  readonly #all = pagedLog(
    computed(() => (this.refusal() === undefined ? { limit: ALL } : undefined)),
    async (query): Promise<LogPage<JsonSchemaSummary>> => {
      const { schemas } = await this.#api.invoke(listJsonSchemas, query);
      return { entries: schemas };
    },
    this.#changes,
  );
  /** All of them, whatever is searched for. */
  readonly all = computed(() => this.#all.page()?.entries);
  /** There are two hundred at most: what is searched for is found here. */
  readonly list: PagedLog<LogPage<JsonSchemaSummary>> = {
    ...this.#all,
    page: computed(() => {
      const [page, text] = [this.#all.page(), this.search().toLowerCase()];
      const has = (one: string) => one.toLowerCase().includes(text);
      return (
        page && { entries: page.entries.filter((one) => has(one.name) || has(one.topicFilter)) }
      );
    }),
  };
  readonly chosen = pagedLog(
    computed(() => {
      const id = this.id();
      if (id === undefined || this.refusal() !== undefined) return undefined;
      return { id, limit: this.shownTopics() };
    }),
    async (query): Promise<LogPage<JudgingSchema>> => ({ entries: [await this.#ask(query)] }),
    this.#changes,
  );
  /** What is chosen now, not what was before. */
  readonly latest = computed(() => {
    const [judging] = this.chosen.page()?.entries ?? [];
    return judging?.schema.id === this.id() ? judging : undefined;
  });

  constructor() {
    followVerdicts(() => {
      this.list.reload();
      this.chosen.reload();
    });
  }

  /** Something was done: what is on its way may be from before it. */
  askAgain(): void {
    this.#changes.update((changes) => changes + 1);
  }

  showMoreTopics(): void {
    this.shownTopics.update((shown) => Math.min(MOST_TOPICS, shown + 4 * TOPICS_STEP));
  }

  async #ask(query: { readonly id: number; readonly limit: number }): Promise<JudgingSchema> {
    const { id } = query;
    const [schema, topics, { examples }] = await Promise.all([
      this.#api.invoke(getJsonSchema, { id }),
      this.#api.invoke(listJudgedTopics, query),
      this.#api.invoke(listViolations, { id }),
    ]);
    return { schema, topics, examples };
  }
}
