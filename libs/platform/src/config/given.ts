import { resolve } from 'node:path';
import type { ConfigProblem } from './config-error.js';
import type { Value } from './key-schema.js';
import { KEYS, type Setting, type Settings } from './setting.js';

const DEFAULTS = new Map(KEYS.map(({ name, schema }) => [name, schema.default] as const));

/** What was given, to be asked by name; for keys whose value was refused, only that they were given. */
export class Given {
  readonly #settings: Settings;
  readonly #refused: ReadonlySet<Setting>;

  constructor(settings: Settings, refused: ReadonlySet<Setting>) {
    this.#settings = settings;
    this.#refused = refused;
  }

  has(name: string): boolean {
    return this.#settings.has(name);
  }

  /** The value in force; `undefined` if there is none, or no usable one. */
  value(name: string): Value | undefined {
    const setting = this.#settings.get(name);
    if (setting === undefined) return DEFAULTS.get(name);
    if (this.#refused.has(setting)) return undefined;
    const value = setting.value as Value; // the schema took it
    return setting.key.schema.path ? resolve(setting.folder, String(value)) : value;
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    return value === undefined ? undefined : String(value);
  }

  /** A problem with the key `name`, shown where `at` was given. */
  problem(name: string, message: string, at = name): ConfigProblem {
    const where = this.#settings.get(at)?.where;
    return where === undefined ? { key: name, message } : { where, key: name, message };
  }
}
