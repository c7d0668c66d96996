import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

/** The system's folders; others in tests. */
const SYSTEM = { config: '/etc/mcm', state: '/var/lib/mcm' };

/** The file to read when --config names none: `MCM_CONFIG`, else the system's, else the user's, if they exist. */
export async function findConfigFile(
  env: NodeJS.ProcessEnv,
  system = SYSTEM,
): Promise<string | undefined> {
  const named = env['MCM_CONFIG'];
  if (named) return named;
  for (const file of [join(system.config, 'config.yaml'), userConfigFile(env)]) {
    if (await can(file, constants.F_OK)) return file;
  }
  return undefined;
}

/** The file that `mcm config init` writes when --config names none: where {@link findConfigFile} will look. */
export async function newConfigFile(env: NodeJS.ProcessEnv, system = SYSTEM): Promise<string> {
  if (env['MCM_CONFIG']) return env['MCM_CONFIG'];
  return (await canHold(system.config)) ? join(system.config, 'config.yaml') : userConfigFile(env);
}

/** `/var/lib/mcm/mcm.db` if that folder can be written or made, else in the user's state folder (XDG). */
export async function defaultDatabasePath(
  env: NodeJS.ProcessEnv,
  system = SYSTEM,
): Promise<string> {
  const folder = (await canHold(system.state))
    ? system.state
    : join(xdg(env, 'XDG_STATE_HOME', '.local/state'), 'mcm');
  return join(folder, 'mcm.db');
}

function userConfigFile(env: NodeJS.ProcessEnv): string {
  return join(xdg(env, 'XDG_CONFIG_HOME', '.config'), 'mcm', 'config.yaml');
}

/** XDG says: a relative path is to be ignored. */
function xdg(env: NodeJS.ProcessEnv, variable: string, below: string): string {
  const folder = env[variable] ?? '';
  return isAbsolute(folder) ? folder : join(env['HOME'] ?? home(), below);
}

function home(): string {
  try {
    return homedir();
  } catch {
    // ENOENT: the user has no entry in the system's list, as in a container that runs as some number.
    return '/';
  }
}

async function canHold(folder: string): Promise<boolean> {
  const wanted = (await can(folder, constants.F_OK)) ? folder : dirname(folder);
  return can(wanted, constants.W_OK | constants.X_OK);
}

async function can(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false, // the one way in which access() says no
  );
}
