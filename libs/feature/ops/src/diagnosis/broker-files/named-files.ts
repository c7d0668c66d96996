import { access, constants, stat } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import type { BrokerConfig, ConfSetting } from '#domain/mosquitto';
import type { Finding } from '../finding.js';
import type { GuardedFile } from './file-rights.js';
import { fail } from '../found.js';

const area = 'broker-config';

/** Options that name a file without which the broker does not start, or opens no listener. */
const FILES = /^(?:bridge_)?(?:cafile|certfile|keyfile)$|^(?:crlfile|psk_file|dhparamfile)$/;
const KEYS = /^(?:(?:bridge_)?keyfile|psk_file)$/;
const PASSWORDS = /^(?:remote_password|password|local_password|bridge_psk)$/;
const PLUGINS = /^(?:plugin|auth_plugin|global_plugin|plugin_load)$/;

/** Files that mosquitto.conf names and that are not there; for a broker on this machine. */
export async function missingFindings(
  { settings, broker }: BrokerConfig,
  main: string,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const setting of settings) {
    const path = PLUGINS.test(setting.name) ? pluginPath(setting, broker.line) : setting.value;
    if (!PLUGINS.test(setting.name) && !FILES.test(setting.name)) continue;
    // A plugin without a path is the library loader's to find.
    if (!path.includes('/') || !(await isMissing(resolve(dirname(main), path)))) continue;
    found.push(missing(setting, path));
  }
  return found;
}

function missing({ name, path: conf, line }: ConfSetting, path: string): Finding {
  const isPlugin = PLUGINS.test(name);
  const check = { area, check: isPlugin ? 'conf-plugin' : 'conf-file' } as const;
  const what = `${conf}:${line}: "${name}" names ${path}, which does not exist`;
  const remedy = isPlugin
    ? 'Correct the path, or install the plugin (Debian has mosquitto_dynamic_security.so in the package mosquitto): the broker does not start without it.'
    : 'Correct the path, or put the file there: the broker does not start without it.';
  return fail(check, what, remedy);
}

/** 2.0 takes all of the value as the path, 2.1 the first word; by `plugin_load` the second. */
function pluginPath({ name, value }: ConfSetting, line: string): string {
  if (name === 'plugin_load') return value.split(' ').slice(1).join(' ').trim();
  return line === '2.0' ? value : (value.split(' ')[0] ?? '');
}

/** Files with secrets that mosquitto.conf names, and its own, where they hold some. */
export function secretFiles(config: BrokerConfig, main: string): readonly GuardedFile[] {
  const keys = config.settings.filter(({ name }) => KEYS.test(name));
  const passwords = config.settings.filter(({ name }) => PASSWORDS.test(name));
  const files = [
    ...keys.map(({ value }) => ({ path: resolve(dirname(main), value), secret: 'a private key' })),
    ...passwords.map(({ path }) => ({
      path: isAbsolute(path) ? path : resolve(dirname(main), path),
      secret: 'passwords of bridges',
    })),
  ];
  const once = new Map(files.map((file) => [file.path, file]));
  return [...once.values()].map((file) => ({ ...file, area, isReadByBroker: false }));
}

/** Whether it is certain that there is no such file. */
async function isMissing(path: string): Promise<boolean> {
  try {
    await access(path, constants.F_OK);
    return !(await stat(path)).isFile();
  } catch (error) {
    // EACCES: MCM may not look, which says nothing.
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}
