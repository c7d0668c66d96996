import { dirname, join } from 'node:path';
import type { Config } from './config.js';
import type { Given } from './given.js';
import { isSection, type ConfigOf, type KeySchema, type SectionSchema } from './key-schema.js';
import { SCHEMA } from './schema.js';
import { Secret } from './secret.js';
import { parseDuration, parseSize } from './units.js';

/** The frozen configuration, from settings that were found right. */
export function buildConfig(given: Given, databasePath: string): Config {
  const database = given.text('database.path') ?? databasePath;
  const computed = new Map([
    ['database.path', databasePath],
    ['backup.folder', join(dirname(database), 'backups')],
  ]);
  const read = (name: string, schema: KeySchema) =>
    convert(given.value(name) ?? computed.get(name), schema);
  return section(SCHEMA, '', read) as ConfigOf<typeof SCHEMA>;
}

function section(
  { properties }: SectionSchema,
  prefix: string,
  read: (name: string, schema: KeySchema) => unknown,
): object {
  const entries = Object.entries(properties).map(([name, schema]) => {
    const value = isSection(schema)
      ? section(schema, `${prefix}${name}.`, read)
      : read(prefix + name, schema);
    return [camel(name), value] as const;
  });
  return Object.freeze(Object.fromEntries(entries.filter(([, value]) => value !== undefined)));
}

function convert(value: unknown, { secret, duration, size }: KeySchema): unknown {
  if (Array.isArray(value)) return Object.freeze([...(value as string[])]);
  if (typeof value !== 'string') return value;
  if (secret) return new Secret(value);
  if (duration) return parseDuration(value);
  if (size) return parseSize(value);
  return value;
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
