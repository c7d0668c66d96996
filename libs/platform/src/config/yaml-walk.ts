import { dirname, resolve } from 'node:path';
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Document,
  type LineCounter,
  type Pair,
} from 'yaml';
import type { ConfigProblem } from './config-error.js';
import { isSection, type KeySchema, type SectionSchema } from './key-schema.js';
import { nearest } from './nearest.js';
import { SCHEMA } from './schema.js';
import { KEYS, type Setting, type Settings } from './setting.js';

const KEY_BY_NAME = new Map(KEYS.map((key) => [key.name, key]));

/** Walks a document along the schema. Nothing beside the schema is expanded, so no alias can blow up. */
export class YamlWalk {
  readonly #file: string;
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #settings = new Map<string, Setting>();
  readonly #problems: ConfigProblem[] = [];

  constructor(file: string, document: Document, lines: LineCounter) {
    this.#file = file;
    this.#document = document;
    this.#lines = lines;
  }

  settings(): { readonly settings: Settings; readonly problems: readonly ConfigProblem[] } {
    this.#section(this.#document.contents, SCHEMA, '', this.#file);
    return { settings: this.#settings, problems: this.#problems };
  }

  /** `prefix` is '' for the root and `http.` below `http:`. */
  #section(node: unknown, { properties }: SectionSchema, prefix: string, where: string): void {
    const content = this.#resolve(node);
    if (isNothing(content)) return; // all its keys are commented out
    if (!isMap(content)) {
      const message = 'must be a section: keys with values, one in a line';
      this.#problems.push(
        prefix === ''
          ? { where, message: `the file ${message}` }
          : { where, key: prefix.slice(0, -1), message },
      );
      return;
    }
    const seen = new Map<string, string>();
    for (const pair of content.items) {
      const { name, where: here } = this.#keyOf(pair);
      const earlier = seen.get(name);
      if (earlier !== undefined) {
        this.#problems.push({
          where: here,
          key: printable(prefix + name),
          message: `is given twice: see ${earlier}`,
        });
        continue;
      }
      seen.set(name, here);
      const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (schema) this.#entry(pair.value, schema, prefix + name, here);
      else this.#unknown(prefix, name, properties, here);
    }
  }

  #entry(node: unknown, schema: KeySchema | SectionSchema, name: string, where: string): void {
    if (isSection(schema)) {
      this.#section(node, schema, `${name}.`, where);
      return;
    }
    const content = this.#resolve(node);
    const key = KEY_BY_NAME.get(name);
    if (key === undefined || isNothing(content)) return; // `port:` with nothing behind it is not set
    if (schema.path && isScalar(content) && content.value === '') return; // nor is the path ""
    this.#settings.set(name, {
      key,
      value: this.#plain(content),
      where,
      folder: dirname(resolve(this.#file)),
    });
  }

  #unknown(
    prefix: string,
    name: string,
    siblings: SectionSchema['properties'],
    where: string,
  ): void {
    const meant = nearest(name, Object.keys(siblings));
    const full = meant === undefined ? nearest(prefix + name, KEY_BY_NAME.keys()) : prefix + meant;
    const hint = full === undefined ? '' : `: did you mean ${full}?`;
    this.#problems.push({
      where,
      key: printable(prefix + name),
      message: `is not a known key${hint}`,
    });
  }

  #keyOf({ key }: Pair): { readonly name: string; readonly where: string } {
    const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0;
    const name = isScalar(key) ? String(key.value) : String(key);
    return { name, where: `${this.#file}:${String(this.#lines.linePos(offset).line)}` };
  }

  /** The value of a scalar; of a list, its elements' values; of all that is deeper only what it is. */
  #plain(content: unknown): unknown {
    if (!isSeq(content)) return plain(content);
    return content.items.map((element) => plain(this.#resolve(element)));
  }

  #resolve(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.#document) : node;
  }
}

function isNothing(content: unknown): boolean {
  return content === null || content === undefined || (isScalar(content) && content.value === null);
}

/** The value of a scalar; of a list or section only which of the two it is. */
function plain(content: unknown): unknown {
  if (isScalar(content)) return content.value;
  return isSeq(content) ? [] : {};
}

/** A key as it may stand in a message: it comes from a file that anybody may have written. */
function printable(name: string): string {
  const cut = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  return /^[\w.…-]+$/.test(cut) ? cut : JSON.stringify(cut);
}
