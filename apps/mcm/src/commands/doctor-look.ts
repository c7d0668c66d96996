import { existsSync } from 'node:fs';
import { folderHolder, type FolderHolder } from '#link/host';
import {
  diagnose,
  examineConfiguration,
  EXAMINATIONS,
  inOrder,
  notExamined,
  type DiagnosticsDto,
  type Finding,
} from '#feature/ops';
import { dataFolder, timestamp, type Config } from '#platform';
import { readBuild } from '../built.js';
import { doorOf } from '../create-app.js';
import { withServer } from './access-server.js';
import type { ServerOptions } from './administration.js';
import { NoAnswer, notAsMcm, ServerRefused, through } from './asking.js';

export interface DoctorOptions extends ServerOptions {
  /** In seconds. */
  readonly timeout: number;
}

/** What `mcm doctor` found. */
export interface Doctored {
  /** RFC 3339. */
  readonly at: string;
  /** The server that looked, by its address or the socket in its data folder; null when this command did. */
  readonly asked: string | null;
  readonly findings: readonly Finding[];
}

/** A server looks at several things that may not answer, with a patience of its own. */
const SERVER_PATIENCE_MS = 60_000;
const MS = 1_000;
const PATH = '/api/v1/diagnostics';

/**
 * With a server that is named, all is its answer. Otherwise the configuration is read here, as the next start would read
 * it; the rest is the answer of the server that has the data folder, which knows its own rights, or, without one, what
 * whoever runs the command can see.
 * @throws CannotTell when the server that is named does not answer
 */
export async function look(
  options: DoctorOptions,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Doctored> {
  if (isNamed(options, env)) return lookElsewhere(options, env);
  const { config: file } = options;
  const source = { env, ...(file !== undefined && { file }) };
  const { config, findings } = await examineConfiguration(source);
  if (!config) {
    const rest = notExamined(EXAMINATIONS, 'the configuration is not valid');
    return { at: now(), asked: null, findings: inOrder([...findings, ...rest]) };
  }
  const { server, told } = await askServer(config, options);
  const here = told ? [] : await lookHere(config, options);
  const ofServer = (told?.findings ?? []).filter(({ area }) => area !== 'configuration');
  return {
    at: told?.at ?? now(),
    asked: told ? doorOf(config) : null,
    findings: inOrder([...findings, ...ofServer, ...here, server]),
  };
}

/** As `namedServer` sees it: by the environment alone only when both are there. */
const isNamed = ({ url, token }: ServerOptions, env: NodeJS.ProcessEnv): boolean =>
  url !== undefined || token !== undefined || Boolean(env['MCM_URL'] && env['MCM_TOKEN']);

async function lookElsewhere(options: DoctorOptions, env: NodeJS.ProcessEnv): Promise<Doctored> {
  const patience = { patienceMs: SERVER_PATIENCE_MS };
  const told = await withServer(options, { onlyLooks: true }, async (ask) => {
    const answer = (await ask('GET', PATH, undefined, patience)) as Partial<DiagnosticsDto>;
    if (!Array.isArray(answer.findings)) throw notAsMcm(200);
    return { at: String(answer.at), findings: answer.findings };
  });
  const asked = options.url ?? env['MCM_URL'] ?? null;
  return { at: told.at, asked, findings: told.findings };
}

async function lookHere(config: Config, options: DoctorOptions): Promise<readonly Finding[]> {
  const { commit, date } = await readBuild();
  // Outside a bundle nobody knows when it was built.
  const built = commit === 'unbundled' ? {} : { builtAt: Date.parse(date) };
  const patience = options.timeout * MS;
  return diagnose({ config, clock: Date.now, patience, ...built }, EXAMINATIONS);
}

interface Asked {
  /** What is said about the server itself. */
  readonly server: Finding;
  readonly told?: DiagnosticsDto;
}

async function askServer(config: Config, options: DoctorOptions): Promise<Asked> {
  const folder = dataFolder(config);
  const holder = await folderHolder(folder).catch(
    (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error),
  );
  if (typeof holder === 'string') {
    const what = `whether a server runs on ${folder} cannot be seen by uid ${me()} (${holder})`;
    return { server: finding('skip', what) };
  }
  if (!holder?.isRunning) {
    const what = `no server runs on ${folder}: looked at with the rights of uid ${me()}`;
    return { server: finding('ok', what) };
  }
  try {
    const ask = through(doorOf(config));
    await ask('GET', '/healthz', undefined, { patienceMs: options.timeout * MS });
    const told = (await ask('GET', PATH, undefined, {
      patienceMs: SERVER_PATIENCE_MS,
    })) as DiagnosticsDto;
    return { server: finding('ok', `the server answers (process ${String(holder.pid)})`), told };
  } catch (error) {
    // NoAnswer: what it is asked about; ServerRefused by a command that has the folder for a moment.
    if (error instanceof ServerRefused) return { server: busy(holder, folder) };
    if (error instanceof NoAnswer) return { server: silent(holder, config) };
    throw error;
  }
}

const busy = ({ pid }: FolderHolder, folder: string): Finding =>
  finding(
    'ok',
    `no server runs on ${folder}; another command has it just now (process ${String(pid)})`,
  );

function silent({ pid }: FolderHolder, config: Config): Finding {
  const what = `process ${String(pid)} has ${dataFolder(config)} and does not answer`;
  const hint = existsSync(doorOf(config))
    ? 'It may be stopping: look again. If it stays so, it hangs: restart MCM.'
    : 'It may be starting: look again. If it stays so, ask it with --url and --token, or restart MCM.';
  return { ...finding('fail', what), hint };
}

const finding = (result: Finding['result'], what: string): Finding => ({
  ...{ area: 'system', check: 'system-server' },
  ...{ result, what },
});

const now = (): string => timestamp(Date.now());
const me = (): string => String(process.geteuid?.() ?? '');
