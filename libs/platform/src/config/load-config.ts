import { stat } from 'node:fs/promises';
import { accessFileWarnings } from './access-files.js';
import { buildConfig } from './build-config.js';
import { ConfigError, type ConfigProblem } from './config-error.js';
import type { Config } from './config.js';
import { readEnvironment } from './environment.js';
import { refusal } from './expectation.js';
import { Given } from './given.js';
import { defaultDatabasePath, findConfigFile } from './places.js';
import { relations } from './relations.js';
import type { Setting, Settings } from './setting.js';
import { checkTlsFiles } from './tls-files.js';
import { invalid } from './validate.js';
import { readConfigFile } from './yaml-file.js';

export interface LoadOptions {
  /** From `--config`. Without it: `MCM_CONFIG`, `/etc/mcm/config.yaml`, the user's, or none. */
  readonly file?: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface LoadedConfig {
  readonly config: Config;
  /** For the log, at start. */
  readonly warnings: readonly string[];
  /** The file that was read, if any. */
  readonly file?: string;
}

const NO_FILE = { settings: new Map() as Settings, problems: [], understood: true } as const;

/**
 * The configuration in force: environment over file over default.
 *
 * @throws ConfigError with everything that is wrong, file and environment alike
 */
export async function loadConfig({ file: named, env }: LoadOptions): Promise<LoadedConfig> {
  const file = named ?? (await findConfigFile(env));
  const fromFile = file === undefined ? NO_FILE : await readConfigFile(file);
  const fromEnv = await readEnvironment(env);

  const refused = [...invalid(fromFile.settings), ...invalid(fromEnv.settings)];
  const given = new Given(new Map([...fromFile.settings, ...fromEnv.settings]), new Set(refused));
  const problems = [...fromFile.problems, ...fromEnv.problems, ...refused.map(describe)];
  const tls = await checkTlsFiles(given);
  if (fromFile.understood) problems.push(...relations(given), ...tls.problems);
  if (problems.length > 0) throw new ConfigError(problems.toSorted(byPlace));

  const config = buildConfig(given, await defaultDatabasePath(env));
  const exposed = await exposure(file, fromFile.settings);
  const warnings = [
    ...fromEnv.warnings,
    ...exposed,
    ...tls.warnings,
    ...(await accessFileWarnings(given)),
  ];
  return file === undefined ? { config, warnings } : { config, warnings, file };
}

const BY_NAME = new Intl.Collator('en', { numeric: true });

/** Line by line, as one goes through the file to mend it. */
function byPlace(one: ConfigProblem, other: ConfigProblem): number {
  return BY_NAME.compare(one.where ?? '', other.where ?? '');
}

function describe({ key, value, where }: Setting): ConfigProblem {
  return { where, key: key.name, message: refusal(key.schema, value) };
}

async function exposure(file: string | undefined, settings: Settings): Promise<string[]> {
  const holdsSecret = [...settings.values()].some(({ key }) => key.schema.secret);
  if (file === undefined || !holdsSecret) return [];
  const { mode } = await stat(file);
  const everyone = (mode & 0o004) !== 0;
  return everyone
    ? [`${file} holds secrets and can be read by every user: run chmod 600 ${file}`]
    : [];
}
