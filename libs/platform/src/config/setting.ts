import { isSection, type KeySchema, type SectionSchema } from './key-schema.js';
import { SCHEMA } from './schema.js';

/** A key of the schema, flattened. */
export interface Key {
  /** `auth.bootstrap_admin.password` */
  readonly name: string;
  /** `MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD` */
  readonly variable: string;
  readonly schema: KeySchema;
}

/** A value that somebody gave, and where. */
export interface Setting {
  readonly key: Key;
  readonly value: unknown;
  readonly where: string;
  /** The folder that a relative path starts from. */
  readonly folder: string;
}

/** By the key's name. */
export type Settings = ReadonlyMap<string, Setting>;

export const KEYS: readonly Key[] = flatten(SCHEMA, []);

function flatten(section: SectionSchema, path: readonly string[]): Key[] {
  return Object.entries(section.properties).flatMap(([name, schema]) => {
    const below = [...path, name];
    if (isSection(schema)) return flatten(schema, below);
    return [{ name: below.join('.'), variable: ['mcm', ...below].join('_').toUpperCase(), schema }];
  });
}
