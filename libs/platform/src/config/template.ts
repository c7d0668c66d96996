import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { stringify } from 'yaml';
import { ConfigFileError } from './config-error.js';
import { errorCode } from './error-code.js';
import { defaultText, expectation } from './expectation.js';
import { isSection, type KeySchema, type SectionSchema } from './key-schema.js';
import { SCHEMA } from './schema.js';

/** Writes a configuration that runs as it is, with secrets of its own; readable by its owner alone. */
export async function writeConfigTemplate(path: string): Promise<void> {
  const text = configTemplate({
    jwtSecret: randomBytes(32).toString('hex'),
    bootstrapPassword: randomBytes(18).toString('base64url'),
  });
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw refused(path, `cannot be written, as its folder cannot be made (${reason(error)})`);
  });
  await writeFile(path, text, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    const exists = errorCode(error) === 'EEXIST';
    throw refused(
      path,
      exists ? 'exists already and is left as it is' : `cannot be written (${reason(error)})`,
    );
  });
}

function refused(path: string, message: string): ConfigFileError {
  return new ConfigFileError(`${path} ${message}: name another with --config`);
}

function reason(error: unknown): string {
  return errorCode(error) ?? String(error);
}

/** Every key with its meaning and default, as YAML. */
export function configTemplate(secrets: {
  readonly jwtSecret: string;
  readonly bootstrapPassword: string;
}): string {
  const values = new Map([
    ['auth.jwt_secret', secrets.jwtSecret],
    ['auth.bootstrap_admin.password', secrets.bootstrapPassword],
  ]);
  const head = [
    `# ${SCHEMA.description}`,
    '# A key behind a # is not set. Each can also be set by an environment variable: http.port by MCM_HTTP_PORT.',
  ];
  return [...head, ...lines(SCHEMA, '', values), ''].join('\n');
}

function lines(
  { properties }: SectionSchema,
  prefix: string,
  values: ReadonlyMap<string, string>,
): string[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const entry = isSection(schema)
      ? [`# ${schema.description}`, `${name}:`, ...lines(schema, `${prefix}${name}.`, values)]
      : [...comments(schema), key(name, schema, values.get(prefix + name))];
    return prefix === '' ? ['', ...entry] : entry.map((line) => `  ${line}`);
  });
}

function comments(schema: KeySchema): string[] {
  return [`# ${schema.description}`, `#   ${expectation(schema)}; default: ${defaultText(schema)}`];
}

function key(name: string, schema: KeySchema, value: string | undefined): string {
  if (value !== undefined) return `${name}: ${JSON.stringify(value)}`;
  // As YAML, where "1.2" without its quotes would be a number.
  return schema.default === undefined ? `# ${name}:` : stringify({ [name]: schema.default }).trim();
}
