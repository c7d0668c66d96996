import { defaultText, expectation } from './expectation.js';
import { isSection, type KeySchema, type SectionSchema } from './key-schema.js';
import { SCHEMA } from './schema.js';
import { KEYS, type Key } from './setting.js';

/** The page `docs/reference/configuration.md`. */
export function configReference(): string {
  return [INTRODUCTION, ...chapters(SCHEMA, ''), ''].join('\n');
}

const INTRODUCTION = `<!-- Generated from the configuration's schema by \`npm run generate\`. Do not edit. -->

# Configuration

A YAML file and the environment. The environment wins over the file, the file over the default.

- **File**: \`--config\`, else \`MCM_CONFIG\`, else \`/etc/mcm/config.yaml\`, else \`$XDG_CONFIG_HOME/mcm/config.yaml\`
  (\`~/.config/mcm/config.yaml\`) if it exists, else none. \`mcm config init\` writes one that runs as it is;
  \`mcm config validate\` checks one. Relative paths start from the file's folder (in the environment: from the
  current one). A key without a value is not set, nor is a path that is \`""\`.
- **Environment**: the variable of each key stands in the table; one that is empty is not set. Secrets can be read
  from a file instead, named by the variable with \`_FILE\` behind it (a line break at the file's end is dropped);
  the variable itself wins over it. Unknown \`MCM_\` variables are reported and ignored.
- **Strict**: an unknown key, a value of the wrong type or keys that contradict each other stop MCM before it starts
  anything; all problems are listed at once.
- **Lists** are written \`[a, b]\` in the file and \`a, b\` in the environment.
- **Durations** are written \`90s\`, \`15m\`, \`24h\` or \`1h30m\` (ms, s, m, h, d); **sizes** \`64MB\` (millions of bytes) or
  \`64MiB\` (2^20 bytes): kB, MB, GB, KiB, MiB, GiB.`;

function chapters({ properties }: SectionSchema, prefix: string): string[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    if (!isSection(schema)) return [];
    const path = prefix + name;
    const keys = KEYS.filter((key) => key.name.slice(0, key.name.lastIndexOf('.')) === path);
    return [
      '',
      `## ${path}`,
      '',
      schema.description,
      '',
      ...table(keys),
      ...chapters(schema, `${path}.`),
    ];
  });
}

function table(keys: readonly Key[]): string[] {
  return [
    '| Key | Variable | Type | Default | Meaning |',
    '|---|---|---|---|---|',
    ...keys.map(({ name, variable, schema }) => {
      const cells = [
        `\`${name}\``,
        schema.fileOnly ? 'in the file only' : `\`${variable}\``,
        type(schema),
        fallback(schema),
        schema.description,
      ];
      return `| ${cells.join(' | ')} |`;
    }),
  ];
}

function type(schema: KeySchema): string {
  return schema.secret ? `secret: ${expectation(schema)}` : expectation(schema);
}

function fallback(schema: KeySchema): string {
  const text = defaultText(schema);
  return schema.default === undefined ? text : `\`${text}\``;
}
