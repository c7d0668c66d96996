import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { Database, MIGRATIONS } from '#platform';
import { temporaryFolder } from '#testing';

interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly tbl_name: string;
  readonly sql: string | null;
}

const SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'";

/**
 * The SQL that makes a database of `version` of the schema with the rows of `read`, as far as that version has their
 * tables and columns.
 */
export async function dumpAs(version: number, read: EntityManager): Promise<string> {
  const home = await temporaryFolder();
  const migrations = MIGRATIONS.slice(0, version);
  const path = join(home.path, 'mcm.db');
  const empty = await Database.open({ path, entities: [], migrations });
  try {
    const schema = await empty.read.query<readonly SchemaRow[]>(SCHEMA);
    const tables = schema.filter(({ type }) => type === 'table');
    const rows = await Promise.all(
      tables.map(async ({ name }) => inserts(read, name, await columnsOf(empty.read, name))),
    );
    const numbers = await sequences(read, tables);
    const applied = `DELETE FROM schema_migrations WHERE version > ${String(version)}`;
    const pragmas = [
      `application_id = ${await pragma(read, 'application_id')}`,
      `user_version = ${String(version)}`,
    ];
    return [
      ...schema.map(({ sql }) => sql),
      ...[...rows.flat(), ...numbers, applied],
      ...pragmas.map((text) => `PRAGMA ${text}`),
    ]
      .map((statement) => `${statement ?? ''};\n`)
      .join('');
  } finally {
    await empty.close();
    await home.remove();
  }
}

async function pragma(read: EntityManager, name: string): Promise<string> {
  const [row] = await read.query<readonly Record<string, number>[]>(`PRAGMA ${name}`);
  return String(row?.[name]);
}

/** Without those that are derived from others. */
async function columnsOf(read: EntityManager, table: string): Promise<readonly string[]> {
  const sql = `SELECT name FROM pragma_table_xinfo('${table}') WHERE hidden = 0`;
  return (await read.query<readonly { name: string }[]>(sql)).map(({ name }) => name);
}

async function inserts(
  read: EntityManager,
  table: string,
  columns: readonly string[],
): Promise<readonly string[]> {
  const quoted = columns.map((column) => `quote("${column}")`).join(" || ', ' || ");
  const rows = await read.query<readonly { row: string }[]>(
    `SELECT ${quoted} AS row FROM "${table}" ORDER BY rowid`,
  );
  return rows.map(({ row }) => `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${row})`);
}

/** The greatest numbers that were ever given out. */
async function sequences(
  read: EntityManager,
  tables: readonly SchemaRow[],
): Promise<readonly string[]> {
  const known = new Set(tables.map(({ name }) => name));
  const rows = await read.query<readonly { name: string; seq: number }[]>(
    'SELECT name, seq FROM sqlite_sequence ORDER BY name',
  );
  const kept = rows.filter(({ name }) => known.has(name));
  const values = kept.map(({ name, seq }) => `('${name}', ${String(seq)})`);
  return [
    'DELETE FROM sqlite_sequence',
    `INSERT INTO sqlite_sequence (name, seq) VALUES ${values.join(', ')}`,
  ];
}
