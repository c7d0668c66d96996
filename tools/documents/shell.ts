import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, temporaryFolder, until } from '#testing';
import type { Block } from './blocks.js';
import type { Ground } from './grounds.js';
import { ROOT } from './pages.js';
import { PASSWORD, type Plant } from './plant.js';

/** A command that did not end with 0. */
export interface Failure {
  /** Where its block begins. */
  readonly line: number;
  readonly command: string;
  readonly code: number;
}

export interface Ran {
  readonly failures: readonly Failure[];
  /** What each block printed, by its line: stdout, then stderr. */
  readonly printed: ReadonlyMap<number, string>;
}

/** Programs that change the machine, or are not on it: accepted, not run. */
const ACCEPTED = [
  ...['useradd', 'usermod', 'journalctl', 'apt-get', 'apt', 'certbot'],
  'qemu-aarch64-static',
];

/** Folders of the machine that documents speak of; each document has its own. */
const FOLDERS = ['etc', 'opt', 'run', 'srv', 'usr/local', 'var/lib', 'var/backups'];
const OF_THE_MACHINE = new RegExp(`(?<![\\w./~-])/(?=(?:${FOLDERS.join('|')})/)`, 'g');

/**
 * Runs the shell blocks of one document in order, in one bash and in a folder of its own, as its reader would. What they
 * say of the machine (folders, ports, addresses) becomes what there is here.
 */
export async function runShell(
  blocks: readonly Block[],
  plant: Plant,
  ground: Ground,
): Promise<Ran> {
  const home = await temporaryFolder();
  const at = (path: string) => join(home.path, path);
  try {
    await prepare(home.path, plant, ground, blocks);
    await writeFile(at('script'), scriptOf({ blocks, home: home.path, plant, ground }));
    await writeFile(at('failures'), '');
    const bash = spawn('bash', [at('script')], {
      cwd: at('work'),
      env: await environment(home.path, plant),
      stdio: 'ignore',
    });
    await once(bash, 'exit');
    await endServers(at('pids'));
    return await read(blocks, home.path);
  } finally {
    await home.remove();
  }
}

const isShell = ({ language }: Block): boolean => language === 'sh';

async function prepare(
  home: string,
  plant: Plant,
  { files = {}, installed }: Ground,
  blocks: readonly Block[],
): Promise<void> {
  for (const folder of [
    ...['bin', 'work/bin', 'user/.config', 'run/mosquitto', 'renewed', 'opt', 'usr/local/bin'],
    ...['etc/mosquitto', 'etc/mcm', 'etc/systemd/system', 'var/lib/mosquitto', 'var/backups'],
  ]) {
    await mkdir(join(home, folder), { recursive: true });
  }
  await cp(join(import.meta.dirname, 'bin'), join(home, 'bin'), { recursive: true });
  await copyFile(join(home, 'bin/mcm'), join(home, 'work/bin/mcm'));
  for (const name of ACCEPTED) await copyFile(join(home, 'bin/accepted'), join(home, 'bin', name));
  for (const name of ['dist', 'deploy']) await symlink(join(ROOT, name), join(home, 'work', name));
  if (installed) await copyFile(plant.config, join(home, 'etc/mcm/config.yaml'));
  const { broker, plugin } = plant;
  await copyFile(join(broker.folder, 'acl'), join(home, 'etc/mosquitto/acl'));
  await copyFile(join(broker.folder, 'passwords'), join(home, 'etc/mosquitto/passwd'));
  const state = 'dynamic-security.json';
  await copyFile(join(plugin.folder, state), join(home, 'var/lib/mosquitto', state));
  for (const name of ['fullchain.pem', 'privkey.pem'])
    await writeFile(join(home, 'renewed', name), '');
  const client = `-p ${broker.port}\n-u hmi\n-P ${PASSWORD}\n`;
  for (const name of ['mosquitto_pub', 'mosquitto_sub']) {
    await writeFile(join(home, 'user/.config', name), client);
  }
  for (const [name, content] of Object.entries(files)) {
    await writeFile(
      join(home, name.startsWith('/') ? '' : 'work', name),
      await contentOf(content, blocks),
    );
  }
  await chmod(home, 0o755);
}

type Content = NonNullable<Ground['files']>[string];

async function contentOf(content: Content, blocks: readonly Block[]): Promise<string> {
  if (typeof content === 'string') return content;
  return 'block' in content
    ? blockOf(blocks, content.block)
    : readFile(join(import.meta.dirname, 'bin', content.program), 'utf8');
}

function blockOf(blocks: readonly Block[], language: string): string {
  const block = blocks.find((one) => one.language === language);
  if (!block) throw new Error(`the document has no block in ${language}`);
  return block.text;
}

async function environment(home: string, plant: Plant): Promise<Record<string, string>> {
  const { PATH = '' } = process.env;
  return {
    PATH: [join(home, 'bin'), PATH, '/usr/sbin'].join(':'),
    HOME: join(home, 'user'),
    GROUND: home,
    REPOSITORY: ROOT,
    BROKER_PORT: String(plant.broker.port),
    PLUGIN_PORT: String(plant.plugin.port),
    OWN_PORT: String(await freePort()),
    MANAGED_PORT: String(await freePort()),
    CTRL_PASSWORD: PASSWORD,
    RENEWED_LINEAGE: join(home, 'renewed'),
    MCM_CONFIG: plant.config,
    EDITOR: 'true',
    // What the reader has set.
    TOKEN: plant.token,
    MCM_TOKEN: plant.token,
    MQTT_PASSWORD: PASSWORD,
    COMMIT: 'Line 3 is new',
  };
}

interface Wishes {
  readonly blocks: readonly Block[];
  readonly home: string;
  readonly plant: Plant;
  readonly ground: Ground;
}

/** One bash for all blocks: a variable, a function and a change of the folder hold on, as for the reader. */
function scriptOf({ blocks, home, plant, ground }: Wishes): string {
  const parts = blocks.filter(isShell).map(
    ({ line, text }) => `BLOCK=${line}
exec >"$GROUND/out.$BLOCK" 2>"$GROUND/err.$BLOCK" </dev/null
${here(text, home, plant)}`,
  );
  return `${ground.prelude ?? ''}
set -E -o pipefail
trap 'printf "%s\\t%s\\t%s\\n" "$?" "$BLOCK" "\${BASH_COMMAND//$'"'\\n'"'/ }" >>"$GROUND/failures"' ERR
${parts.join('\n')}
`;
}

/** A text of a document with the folders, ports and addresses that there are here. */
function here(text: string, home: string, plant: Plant): string {
  return text
    .replace(OF_THE_MACHINE, `${home}/`)
    .replaceAll(
      /http:\/\/(?:127\.0\.0\.1|localhost|mcm-host):8080|https:\/\/mcm\.example(?:\.com)?/g,
      plant.url,
    )
    .replaceAll('-p 1883', `-p ${plant.broker.port}`);
}

/** Ends the servers that went on in the background. */
async function endServers(list: string): Promise<void> {
  const text = await readFile(list, 'utf8').catch(() => ''); // there is none when none was started
  for (const pid of text.split('\n').filter(Boolean).map(Number)) {
    if (isThere(pid)) process.kill(pid, 'SIGTERM');
    await until(() => !isThere(pid));
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // ESRCH: it has ended, which is what is asked.
    return false;
  }
}

async function read(blocks: readonly Block[], home: string): Promise<Ran> {
  const lines = (await readFile(join(home, 'failures'), 'utf8')).split('\n').filter(Boolean);
  const failures = lines.map((text) => {
    const [code = '', line = '', command = ''] = text.split('\t');
    return { code: Number(code), line: Number(line), command: command.replaceAll(home, '') };
  });
  const printed = new Map<number, string>();
  for (const { line } of blocks.filter(isShell)) {
    const parts = ['out', 'err'].map((name) => readFile(join(home, `${name}.${line}`), 'utf8'));
    printed.set(line, (await Promise.all(parts)).join('').replaceAll(home, ''));
  }
  return { failures, printed };
}
