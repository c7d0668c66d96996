import { Ajv } from 'ajv';
import type { Limits } from './key-schema.js';
import { parseNetwork } from './network.js';
import { SCHEMA } from './schema.js';
import type { Setting, Settings } from './setting.js';
import { parseDuration, parseSize } from './units.js';

// To check the schema itself takes longer than to compile it, at every start; a test does that.
const ajv = new Ajv({ allErrors: true, meta: false, validateSchema: false });
ajv.addVocabulary(['secret', 'path', 'computed', 'wanted', 'fileOnly']);
ajv.addKeyword({ keyword: 'duration', type: 'string', validate: within(parseDuration) });
ajv.addKeyword({
  keyword: 'network',
  type: 'string',
  validate: (_: true, text: string) => parseNetwork(text) !== undefined,
});
ajv.addKeyword({ keyword: 'size', type: 'string', validate: within(parseSize) });
const conforms = ajv.compile(SCHEMA);

/** The settings whose value their key does not take. */
export function invalid(settings: Settings): Setting[] {
  if (conforms(nest(settings))) return [];
  // Of a list, the path is that of the faulty element: /http/trusted_proxies/1
  const paths = conforms.errors?.map(({ instancePath }) => instancePath.replace(/\/\d+$/, ''));
  const faulty = new Set(paths);
  return [...settings.values()].filter(({ key }) =>
    faulty.has(`/${key.name.replaceAll('.', '/')}`),
  );
}

function within(parse: (text: string) => number | undefined) {
  return ({ min, max }: Limits, text: string): boolean => {
    const value = parse(text);
    return value !== undefined && value >= (parse(min) ?? NaN) && value <= (parse(max) ?? NaN);
  };
}

interface Tree {
  [name: string]: unknown;
}

function nest(settings: Settings): Tree {
  const root: Tree = {};
  for (const { key, value } of settings.values()) {
    const path = key.name.split('.');
    const last = path.pop() ?? '';
    const section = path.reduce((tree, name) => (tree[name] ??= {}) as Tree, root);
    section[last] = value;
  }
  return root;
}
