import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Draft } from '#domain/schema';
import { CLOCK, Database, Problem, type Clock } from '#platform';
import type { JsonSchema, NewJsonSchema, SchemaChange } from '../json-schema.js';

/** Each is compared with every topic, and counted in metrics of its own. */
const MOST_SCHEMAS = 200;

interface Row extends Omit<JsonSchema, 'enabled' | 'description'> {
  readonly enabled: number;
  readonly description: string | null;
}

const COLUMNS = `id, name, topic_filter AS topicFilter, draft, document, enabled, description, version,
  created_at AS createdAt, updated_at AS updatedAt`;

/** Schemas in, schemas out. */
@Injectable()
export class JsonSchemaRepository {
  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By name. */
  async list(): Promise<readonly JsonSchema[]> {
    const rows = await this.database.read.query<Row[]>(
      `SELECT ${COLUMNS} FROM json_schemas ORDER BY name`,
    );
    return rows.map(schemaOf);
  }

  /** @throws Problem `schema-not-found` */
  get(id: number): Promise<JsonSchema> {
    return getSchema(this.database.read, id);
  }

  /** @throws Problem `name-taken`, `too-many-schemas` */
  add(wish: NewJsonSchema): Promise<JsonSchema> {
    return this.database.write(async (tx) => {
      await requireFreeName(tx, wish.name);
      await requireRoom(tx);
      const now = this.clock();
      const id = await tx.query<number>(
        `INSERT INTO json_schemas
           (name, topic_filter, draft, document, enabled, description, version, created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)`,
        [...values(wish), now, now],
      );
      return getSchema(tx, id);
    });
  }

  /**
   * Changes a schema by what `edit` makes of it, in one transaction.
   * @throws Problem `schema-not-found`, `stale-version` when it has another version than `version`, `name-taken`
   */
  change(
    id: number,
    edit: (schema: JsonSchema) => NewJsonSchema,
    version: number | undefined,
  ): Promise<SchemaChange> {
    return this.database.write(async (tx) => {
      const before = await getSchema(tx, id, version);
      const wish = edit(before);
      if (wish.name !== before.name) await requireFreeName(tx, wish.name);
      await tx.query(
        `UPDATE json_schemas SET name = ?, topic_filter = ?, draft = ?, document = ?, enabled = ?,
           description = ?, version = version + 1, updated_at = ? WHERE id = ?`,
        [...values(wish), this.clock(), id],
      );
      return { before, after: await getSchema(tx, id) };
    });
  }

  /** @throws Problem `schema-not-found`, `stale-version` */
  remove(id: number, version: number | undefined): Promise<JsonSchema> {
    return this.database.write(async (tx) => {
      const before = await getSchema(tx, id, version);
      await tx.query('DELETE FROM json_schemas WHERE id = ?', [id]);
      return before;
    });
  }
}

function values({ name, topicFilter, draft, document, enabled, description }: NewJsonSchema) {
  return [name, topicFilter, draft, document, enabled ? 1 : 0, description ?? null];
}

function schemaOf({ enabled, description, ...row }: Row): JsonSchema {
  return {
    ...row,
    draft: row.draft satisfies Draft,
    enabled: enabled === 1,
    ...(description !== null && { description }),
  };
}

async function getSchema(read: EntityManager, id: number, version?: number): Promise<JsonSchema> {
  const [row] = await read.query<Row[]>(`SELECT ${COLUMNS} FROM json_schemas WHERE id = ?`, [id]);
  if (row === undefined) throw new Problem('schema-not-found', `No schema has the id ${id}.`);
  if (version !== undefined && version !== row.version) {
    throw new Problem('stale-version', `${row.name} was changed since. Read it again.`);
  }
  return schemaOf(row);
}

async function requireFreeName(tx: EntityManager, name: string): Promise<void> {
  const found = await tx.query<unknown[]>('SELECT 1 FROM json_schemas WHERE name = ?', [name]);
  if (found.length > 0) throw new Problem('name-taken', `There is a schema ${name} already.`);
}

async function requireRoom(tx: EntityManager): Promise<void> {
  const [row] = await tx.query<{ count: number }[]>('SELECT count(*) AS count FROM json_schemas');
  if ((row?.count ?? 0) < MOST_SCHEMAS) return;
  throw new Problem('too-many-schemas', `There are ${MOST_SCHEMAS} schemas. Delete one first.`);
}
