import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { matches } from '#domain/mqtt';
import type { Draft } from '#domain/schema';
import type { JsonSchema, NewJsonSchema, SchemaChange } from './json-schema.js';
import { LiveSchemas } from './live-schemas.js';
import { RecordedMessages } from './recorded-messages.js';
import { SchemaTrials, type Asker, type Wanted } from './schema-trials.js';
import { JsonSchemaRepository } from './store/json-schema.repository.js';

/** What is left out stays as it is. */
export interface SchemaEdit extends Partial<Omit<NewJsonSchema, 'document'>> {
  readonly document?: unknown;
}

export interface SchemaWish extends Omit<NewJsonSchema, 'document' | 'draft'> {
  readonly document: unknown;
  readonly draft?: Draft;
}

export interface ViolationRate {
  readonly id: number;
  readonly name: string;
  readonly violationsPerMinute: number;
}

/** One recorded message, and whether it fits. */
export interface ReplayedMessage {
  readonly topic: string;
  readonly at: number;
  readonly valid: boolean;
}

/** What payloads must look like. Other features ask here. */
@Injectable()
export class SchemasService implements OnApplicationBootstrap {
  private binding: Promise<void> = Promise.resolve();

  constructor(
    private readonly schemas: JsonSchemaRepository,
    private readonly trials: SchemaTrials,
    private readonly live: LiveSchemas,
    private readonly recorded: RecordedMessages,
  ) {}

  /** When the observer runs. */
  async onApplicationBootstrap(): Promise<void> {
    await this.bind();
  }

  /** By name. */
  list(): Promise<readonly JsonSchema[]> {
    return this.schemas.list();
  }

  /** @throws Problem `schema-not-found` */
  get(id: number): Promise<JsonSchema> {
    return this.schemas.get(id);
  }

  /** @throws Problem `validation-failed`, `name-taken`, `too-many-schemas`, `too-much-work` */
  async create({ document, draft, ...wish }: SchemaWish, asker: Asker): Promise<JsonSchema> {
    const checked = await this.checked({ document, ...(draft !== undefined && { draft }) }, asker);
    const schema = await this.schemas.add({ ...wish, ...checked });
    await this.bind();
    return schema;
  }

  /** @throws Problem `schema-not-found`, `stale-version`, `validation-failed`, `name-taken`, `too-much-work` */
  async update(
    { id, version }: { readonly id: number; readonly version: number | undefined },
    { document, draft, ...edit }: SchemaEdit,
    asker: Asker,
  ): Promise<SchemaChange> {
    const now = await this.schemas.get(id);
    const checked =
      document === undefined && draft === undefined
        ? {}
        : await this.checked(wantedOf(now, document, draft), asker);
    const change = await this.schemas.change(
      id,
      (before) => merged(before, edit, checked),
      version,
    );
    await this.bind();
    return change;
  }

  /** @throws Problem `schema-not-found`, `stale-version` */
  async delete(id: number, version: number | undefined): Promise<JsonSchema> {
    const schema = await this.schemas.remove(id, version);
    await this.bind();
    return schema;
  }

  /** Those that judge messages to the topic, by name. */
  judging(topic: string): readonly JsonSchema[] {
    return this.live.schemas.filter(
      ({ enabled, topicFilter }) => enabled && matches(topicFilter, topic),
    );
  }

  /** Of every schema, by name, how often it was broken in the last minute. */
  violationRates(): readonly ViolationRate[] {
    return this.live.schemas.map(({ id, name }) => {
      const { violationsPerMinute } = this.live.counts(id);
      return { id, name, violationsPerMinute };
    });
  }

  /**
   * How the messages that are held would have fared, oldest first, with the sentence that says which those are.
   * @throws Problem `schema-not-found`, `observer-unavailable`, `too-much-work`, `too-many-requests`
   */
  async replay(
    id: number,
    asker: Asker,
  ): Promise<{ readonly messages: readonly ReplayedMessage[]; readonly coverage: string }> {
    const { topicFilter, draft, document } = await this.schemas.get(id);
    const { messages, coverage } = await this.recorded.ofFilter(topicFilter, asker.gone);
    const query = { document: JSON.parse(document) as unknown, draft, messages };
    const { valid } = await this.trials.try(query, asker);
    const replayed = messages.map(({ topic, at = 0 }, place) => ({
      ...{ topic, at, valid: valid[place] === true },
    }));
    return { messages: replayed.toSorted((one, other) => one.at - other.at), coverage };
  }

  private async checked(
    wanted: Wanted,
    asker: Asker,
  ): Promise<Pick<NewJsonSchema, 'draft' | 'document'>> {
    const draft = await this.trials.check(wanted, asker);
    return { draft, document: JSON.stringify(wanted.document) };
  }

  /** One after the other: what was read before must not take the place of what was read after it. */
  private bind(): Promise<void> {
    const bound = this.binding.then(async () => this.live.replace(await this.schemas.list()));
    this.binding = bound.catch(() => undefined);
    return bound;
  }
}

/** A document that does not say its draft is of the one before. */
function wantedOf(now: JsonSchema, given: unknown, draft: Draft | undefined): Wanted {
  const document = given ?? (JSON.parse(now.document) as unknown);
  const says = typeof document === 'object' && document !== null && '$schema' in document;
  const wanted = draft ?? (says ? undefined : now.draft);
  return { document, ...(wanted !== undefined && { draft: wanted }) };
}

/** An empty description takes it away. */
function merged(
  { description: before, ...schema }: JsonSchema,
  { description = before, ...edit }: Omit<SchemaEdit, 'document' | 'draft'>,
  checked: Partial<Pick<NewJsonSchema, 'draft' | 'document'>>,
): NewJsonSchema {
  const { name, topicFilter, draft, document, enabled } = schema;
  return {
    ...{ name, topicFilter, draft, document, enabled },
    ...edit,
    ...checked,
    ...(description !== undefined && description !== '' && { description }),
  };
}
