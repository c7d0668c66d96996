import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a broker decides by, as bytes of the files that it would read. */
export type ShadowFiles =
  | {
      /** Without an acl_file everybody may do everything. */
      readonly acl?: Uint8Array;
      /** Without a password_file, everybody may log in who names a user, if anonymous clients may. */
      readonly passwords?: Uint8Array;
    }
  /** Of the dynamic-security plugin. */
  | { readonly dynsecState: string | Uint8Array };

/** Where the listeners of a shadow broker are: Unix sockets. */
export interface ShadowSockets {
  readonly named: string;
  readonly strict: string;
  readonly open: string;
}

interface Setting {
  readonly folder: string;
  readonly files: ShadowFiles;
  readonly allowAnonymous: boolean;
  /** Of dynamic security, when the files are its state. */
  readonly plugin?: string;
}

const OWNER_ONLY = { mode: 0o600 };

export const configurationIn = (folder: string) => join(folder, 'mosquitto.conf');

/**
 * Writes all that the shadow broker reads. Its configuration holds what access depends on and nothing else of the real
 * one: a copy would delete the real broker's pid_file, write its database and start its bridges.
 */
export async function writeShadowFiles(setting: Setting): Promise<ShadowSockets> {
  const { folder, files } = setting;
  const socket = (name: string) => join(folder, name);
  const [strict, open] = [socket('strict'), socket('open')];
  const named = 'dynsecState' in files ? strict : socket('named');
  const lines = [
    'per_listener_settings true',
    'persistence false',
    'sys_interval 0',
    'log_dest stderr',
    'log_type all',
    // So that no answer to many questions is dropped. 0 would be no limit, but 2.0.11 then ends the connection of
    // a client whose message it denies.
    'max_queued_messages 1000000',
    // As root it would become a user who may not read our folder.
    ...(process.getuid?.() === 0 ? ['user root'] : []),
    ...('dynsecState' in files
      ? await pluginListener(setting, strict, files.dynsecState)
      : await fileListeners(setting, { named, strict }, files)),
    `listener 0 ${open}`,
    'allow_anonymous true',
  ];
  await writeFile(configurationIn(folder), `${lines.join('\n')}\n`, OWNER_ONLY);
  return { named, strict, open };
}

async function pluginListener(
  { folder, plugin, allowAnonymous }: Setting,
  strict: string,
  state: string | Uint8Array,
): Promise<readonly string[]> {
  const path = join(folder, 'dynamic-security.json');
  await writeFile(path, state, OWNER_ONLY);
  return [
    `listener 0 ${strict}`,
    `allow_anonymous ${allowAnonymous}`,
    `plugin ${plugin}`,
    `plugin_opt_config_file ${path}`,
  ];
}

async function fileListeners(
  { folder, allowAnonymous }: Setting,
  { named, strict }: Pick<ShadowSockets, 'named' | 'strict'>,
  { acl, passwords }: { readonly acl?: Uint8Array; readonly passwords?: Uint8Array },
): Promise<readonly string[]> {
  return [
    `listener 0 ${named}`,
    'allow_anonymous true',
    ...(await option(folder, 'acl_file', acl)),
    // Without the rules: 2.0 reads them anew for each listener, which for 10,000 users takes it about a second.
    `listener 0 ${strict}`,
    `allow_anonymous ${allowAnonymous}`,
    ...(await option(folder, 'password_file', passwords)),
  ];
}

/** The line that names the file with this content; none when there is no such file. */
async function option(
  folder: string,
  name: string,
  content: Uint8Array | undefined,
): Promise<readonly string[]> {
  if (content === undefined) return [];
  const path = join(folder, name);
  await writeFile(path, content, OWNER_ONLY);
  return [`${name} ${path}`];
}
