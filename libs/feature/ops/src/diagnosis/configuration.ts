import { stat } from 'node:fs/promises';
import {
  ConfigError,
  developmentWarnings,
  loadConfig,
  type Config,
  type ConfigProblem,
  type LoadedConfig,
} from '#platform';
import { clause } from './clause.js';
import type { Finding, Subject } from './finding.js';
import { parted } from './parted.js';
import { modeText } from '#link/host';
import { fail, ok, warn } from './found.js';

const area = 'configuration';
/** Told by the areas that look into these files, tls and those of the broker. */
const TOLD_ELSEWHERE = /^(?:http\.tls|mosquitto\.(?:tls|access))\./;

const UNREADABLE = /^may not be read/;
const AS_MCM =
  'Run mcm doctor as the user MCM runs as (sudo -u mcm mcm doctor), or let that user read it.';
const MEND =
  'Mend it and look again with mcm config validate; docs/reference/configuration.md has every key.';

/** What a command is told about its configuration. */
export interface ConfigurationSource {
  /** From `--config`. */
  readonly file?: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface ExaminedConfiguration {
  readonly findings: readonly Finding[];
  /** Absent when it is not valid. */
  readonly config?: Config;
}

/** Reads the configuration as the server would at its next start. */
export async function examineConfiguration(
  source: ConfigurationSource,
): Promise<ExaminedConfiguration> {
  let loaded: LoadedConfig;
  try {
    loaded = await loadConfig(source);
  } catch (error) {
    // ConfigError: what it is asked about.
    if (!(error instanceof ConfigError)) throw error;
    return { findings: error.problems.map(problemFinding) };
  }
  const { config, file, warnings } = loaded;
  return {
    config,
    findings: [
      read(file),
      ...(file === undefined ? [] : await examineMode(file)),
      ...warnings.filter((warning) => !TOLD_ELSEWHERE.test(warning)).map(warningFinding),
      ...developmentFindings(config),
    ],
  };
}

/** Of the configuration in force, which was found right at the start. */
export function examineRunningConfiguration({ config }: Subject): Promise<readonly Finding[]> {
  const what = 'the server runs on a valid configuration';
  return Promise.resolve([
    ok({ area, check: 'config-file' }, what),
    ...developmentFindings(config),
  ]);
}

const read = (file: string | undefined): Finding =>
  ok(
    { area, check: 'config-file' },
    file === undefined
      ? 'there is no configuration file: defaults and environment are valid'
      : `${file} is valid`,
  );

function problemFinding({ where, key, message }: ConfigProblem): Finding {
  const sentence = key === undefined ? message : `${key} ${message}`;
  return fail(
    { area, check: 'config-problem' },
    where === undefined ? sentence : `${where}: ${sentence}`,
    UNREADABLE.test(message) ? AS_MCM : MEND,
  );
}

/** Whoever may write the file decides what MCM does, and which program it starts to reload the broker. */
async function examineMode(file: string): Promise<readonly Finding[]> {
  const { mode } = await stat(file);
  const check = { area, check: 'config-mode' } as const;
  const shown = modeText(mode & 0o777);
  if ((mode & 0o022) === 0) {
    return [ok(check, `${file} (mode ${shown}) is its owner’s alone to change`)];
  }
  const what = `${file} (mode ${shown}) can be changed by other users`;
  return [warn(check, what, `Run chmod go-w ${file}.`)];
}

function warningFinding(warning: string): Finding {
  const { what, hint } = parted(warning);
  return warn({ area, check: 'config-warning' }, what, hint);
}

const developmentFindings = (config: Config): readonly Finding[] =>
  developmentWarnings(config).map(({ key, text }) => {
    const { what, hint } = parted(text, `This is for trying out: set ${key} otherwise in a plant.`);
    return warn({ area, check: 'config-development' }, `${key}: ${clause(what)}`, hint);
  });
