import type { ConfigProblem } from './config-error.js';
import type { KeySchema } from './key-schema.js';
import { nearest } from './nearest.js';
import { readLimited } from './read-limited.js';
import { KEYS, type Key, type Setting, type Settings } from './setting.js';

const LARGEST_SECRET = 1 << 16;

/** Read by the command line and its launcher; not configuration. */
export const OTHER_VARIABLES = [
  'MCM_BACKUP_PASSPHRASE',
  'MCM_CONFIG',
  'MCM_NODE',
  'MCM_TOKEN',
  'MCM_UNPACK_FOLDER',
  'MCM_URL',
] as const;

/** Every variable that means something. */
export const VARIABLES: readonly string[] = [
  ...KEYS.filter(({ schema }) => !schema.fileOnly).flatMap(({ variable, schema }) =>
    schema.secret ? [variable, fileVariable(variable)] : [variable],
  ),
  ...OTHER_VARIABLES,
];

export interface EnvironmentSettings {
  readonly settings: Settings;
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly string[];
}

/** What the environment says: `MCM_HTTP_PORT` for `http.port`. An empty variable counts as not set. */
export async function readEnvironment(env: NodeJS.ProcessEnv): Promise<EnvironmentSettings> {
  const settings = new Map<string, Setting>();
  const problems: ConfigProblem[] = [];
  const warnings = [...strangers(env)];
  const set = (key: Key, where: string, value: unknown) =>
    settings.set(key.name, { key, value, where, folder: process.cwd() });

  for (const key of KEYS) {
    const text = env[key.variable] ?? '';
    if (key.schema.fileOnly) {
      const message = 'can be set in the configuration file only';
      if (text !== '') problems.push({ where: key.variable, key: key.name, message });
      continue;
    }
    const file = key.schema.secret ? (env[fileVariable(key.variable)] ?? '') : '';
    if (text !== '' && !(injected(key.variable, text) && key.schema.type === 'integer')) {
      set(key, key.variable, typed(key.schema, text));
      if (file !== '')
        warnings.push(`${fileVariable(key.variable)} is ignored, since ${key.variable} is set`);
    } else if (file !== '') {
      const content = await secretFrom(file);
      if ('value' in content) set(key, fileVariable(key.variable), content.value);
      else
        problems.push({
          where: fileVariable(key.variable),
          key: key.name,
          message: content.failure,
        });
    }
  }
  return { settings, problems, warnings };
}

function fileVariable(variable: string): string {
  return `${variable}_FILE`;
}

/** The text as the key's type, or as it is if it is none: then the schema refuses it. Lists have commas. */
function typed({ type }: KeySchema, text: string): unknown {
  if (type === 'integer' && /^-?\d+$/.test(text)) return Number(text);
  if (type === 'array') return text.split(',').map((element) => element.trim());
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

async function secretFrom(
  file: string,
): Promise<{ readonly value: string } | { readonly failure: string }> {
  const content = await readLimited(file, LARGEST_SECRET);
  if ('failure' in content)
    return { failure: `is to be read from ${file}, which ${content.failure}` };
  return { value: content.bytes.toString('utf8').replace(/\r?\n$/, '') };
}

/** Variables that look like ours and are not: most are slips of the keyboard, some come from Kubernetes. */
function* strangers(env: NodeJS.ProcessEnv): Generator<string> {
  const kubernetes: string[] = [];
  for (const [name, text = ''] of Object.entries(env)) {
    if (!name.startsWith('MCM_')) continue;
    if (injected(name, text)) kubernetes.push(name);
    else if (!VARIABLES.includes(name) && !isFileOnly(name)) {
      const meant = nearest(name, VARIABLES);
      const hint = meant === undefined ? '' : `: did you mean ${meant}?`;
      yield `the environment variable ${JSON.stringify(name).slice(1, -1)} is not known${hint}`;
    }
  }
  if (kubernetes.length > 0) {
    yield `ignored, as Kubernetes sets them for its services (enableServiceLinks: false stops that): ${kubernetes.join(', ')}`;
  }
}

/** Told as a problem. */
const isFileOnly = (name: string) =>
  KEYS.some(({ variable, schema }) => schema.fileOnly && variable === name);

/**
 * Whether Kubernetes made this variable for a service named `mcm` or `mcm-…`. One named `mcm-mosquitto` yields
 * `MCM_MOSQUITTO_PORT=tcp://10.0.0.7:1883`, which must not be taken for our key of that name.
 */
function injected(name: string, text: string): boolean {
  if (/^MCM_(\w+_)?PORT$/.test(name)) return /^(tcp|udp|sctp):\/\//.test(text);
  return (
    /^MCM_(\w+_)?SERVICE_(HOST|PORT(_\w+)?)$/.test(name) ||
    /^MCM_(\w+_)?PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/.test(name)
  );
}
