import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startBrokerProcess, type BrokerProcess } from './broker-process.js';
import { findMosquitto } from './find-mosquitto.js';
import { listenablePort } from './listenable-port.js';
import { accessPlaces, prepareAccess, readLogin, type ManagedLogin } from './managed-access.js';
import { replaceFile } from './replace-file.js';
import { noteBroker, stopStaleBroker } from './stale-broker.js';

const HOST = '127.0.0.1';
const SYS_INTERVAL_S = 2;
const START_TRIES = 3;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 30_000;
/** A broker that ran this long did not die of its configuration: it comes back quickly. */
const RAN_LONG_MS = 10_000;

export interface ManagedBrokerOptions {
  /** Configuration, rules, users and retained messages are kept here; created when missing. */
  readonly folder: string;
  /** The port asked for; the next free one is taken when somebody has it. */
  readonly port: number;
  /** The broker's program; looked for when left out. */
  readonly binary?: string;
  /** Lines of the broker's log, and, as `warning`, what MCM has to say about its process. */
  readonly onLog: (line: string, severity: 'debug' | 'warning') => void;
}

export interface ManagedBroker {
  readonly host: string;
  /** The port it has, also after it died and was started again. */
  readonly port: number;
  /** Its process; nothing between its death and its restart. */
  readonly pid: number | undefined;
  /** Its `mosquitto.conf`. */
  readonly configFile: string;
  /** How MCM logs in; nothing when the password was lost, and MCM is anonymous there. */
  readonly login: ManagedLogin | undefined;
  stop(): Promise<void>;
}

/** The broker cannot be run; the message says why and what to do. */
export class ManagedBrokerError extends Error {
  override readonly name = 'ManagedBrokerError';
}

type Setting = Pick<ManagedBrokerOptions, 'folder' | 'onLog'> &
  Pick<ManagedBroker, 'login'> & { readonly binary: string };

/**
 * Runs a Mosquitto of our own on the loopback interface: started now, started again whenever it dies, ended
 * by {@link ManagedBroker.stop}. Rejects with {@link ManagedBrokerError}.
 */
export async function startManagedBroker(options: ManagedBrokerOptions): Promise<ManagedBroker> {
  const { port, onLog } = options;
  const folder = resolve(options.folder);
  const binary = options.binary ?? (await findMosquitto());
  if (binary === undefined) {
    throw new ManagedBrokerError(
      'There is no mosquitto in PATH, /usr/sbin or /usr/local/sbin. Install it (apt-get install mosquitto), or set mosquitto.managed to false and mosquitto.host to your broker.',
    );
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const stale = await stopStaleBroker(noteIn(folder), configurationIn(folder));
  if (stale !== undefined)
    onLog(`The broker of an earlier MCM was stopped (process ${stale}).`, 'warning');
  const broker = new SupervisedBroker({
    binary,
    folder,
    onLog,
    login: await ownLogin(folder, onLog),
  });
  await broker.start(port);
  return broker;
}

/**
 * Where the broker in this folder was started last and how MCM logs in, for who does not run it; nothing of what is not
 * there yet. Rejects where the folder is closed to whoever asks.
 */
export async function managedBrokerIn(
  folder: string,
): Promise<Partial<Pick<ManagedBroker, 'port' | 'login'>>> {
  const [port, login] = await Promise.all([portIn(folder), readLogin(folder)]);
  return { ...(port !== undefined && { port }), ...(login && { login }) };
}

async function portIn(folder: string): Promise<number | undefined> {
  try {
    const text = await readFile(configurationIn(folder), 'utf8');
    const port = /^listener (\d+) /m.exec(text)?.[1];
    return port === undefined ? undefined : Number(port);
  } catch (error) {
    // ENOENT: it was never started.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}

async function ownLogin(
  folder: string,
  onLog: ManagedBrokerOptions['onLog'],
): Promise<ManagedLogin | undefined> {
  const { aclFile, passwordFile, ownPassword } = accessPlaces(folder);
  const login = await prepareAccess(folder);
  if (login === 'lost') {
    throw new ManagedBrokerError(
      `There is no ${aclFile}, but there are users. Put it back (MCM keeps what it has applied under Access), or remove ${passwordFile} and ${ownPassword} as well to begin anew, with everybody allowed everything.`,
    );
  }
  if (login === undefined) {
    onLog(
      `There is no ${ownPassword}, so MCM is an anonymous client of its own broker. To give MCM its account back, stop it and remove ${passwordFile}: this takes all users away.`,
      'warning',
    );
  }
  return login;
}

class SupervisedBroker implements ManagedBroker {
  readonly host = HOST;
  readonly #setting: Setting;
  #port = 0;
  #process: BrokerProcess | undefined;
  #startedAt = 0;
  #deaths = 0;
  #restart: NodeJS.Timeout | undefined;
  /** A restart that is under way. */
  #restarting: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  get port(): number {
    return this.#port;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  get configFile(): string {
    return configurationIn(this.#setting.folder);
  }

  get login(): ManagedLogin | undefined {
    return this.#setting.login;
  }

  async start(from: number): Promise<void> {
    const { folder, binary } = this.#setting;
    for (let tries = 1; ; tries++) {
      this.#port = await freePort(from);
      await replaceFile(configurationIn(folder), configuration(folder, this.#port));
      try {
        await this.#run();
        return;
      } catch (error) {
        // Somebody may have taken the port since we looked; everything else will not get better by itself.
        if (tries < START_TRIES && (await listenablePort(HOST, this.#port)) !== this.#port)
          continue;
        throw new ManagedBrokerError(`${binary} does not start: ${messageOf(error)}`, {
          cause: error,
        });
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    await this.#restarting;
    await this.#process?.stop();
    await rm(noteIn(this.#setting.folder), { force: true });
  }

  async #run(): Promise<void> {
    const { binary, folder, onLog } = this.#setting;
    const broker = await startBrokerProcess(binary, configurationIn(folder), (line) =>
      onLog(line, 'debug'),
    );
    this.#process = broker;
    this.#startedAt = Date.now();
    void broker.ended.then((how) => this.#died(how));
    await noteBroker(noteIn(folder), broker.pid);
  }

  #died(how: string): void {
    this.#process = undefined;
    if (this.#stopping) return;
    const ranLong = Date.now() - this.#startedAt > RAN_LONG_MS;
    this.#deaths = ranLong ? 1 : this.#deaths + 1;
    // A larger exponent would only reach Infinity.
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.#deaths - 1, 20));
    this.#setting.onLog(
      `mosquitto is gone: ${how}. It starts again in ${pause / 1000} s.`,
      'warning',
    );
    this.#restart = setTimeout(() => {
      this.#restarting = this.#run().catch((error: unknown) => this.#died(messageOf(error)));
    }, pause);
  }
}

async function freePort(from: number): Promise<number> {
  try {
    return await listenablePort(HOST, from);
  } catch (error) {
    // EADDRINUSE or EACCES, a hundred times over.
    throw new ManagedBrokerError(
      `Mosquitto finds no free port from ${from} on (${messageOf(error)}). Set mosquitto.port to a free one.`,
      { cause: error },
    );
  }
}

const configurationIn = (folder: string) => join(folder, 'mosquitto.conf');
const noteIn = (folder: string) => join(folder, 'mosquitto.process');

function configuration(folder: string, port: number): string {
  const { aclFile, passwordFile } = accessPlaces(folder);
  const lines = [
    '# Written by MCM at each start: changes made here are lost.',
    `listener ${port} ${HOST}`,
    'allow_anonymous true',
    `acl_file ${aclFile}`,
    `password_file ${passwordFile}`,
    'persistence true',
    `persistence_location ${folder}/`,
    'log_dest stderr',
    'log_dest topic',
    ...['error', 'warning', 'notice', 'information', 'subscribe', 'unsubscribe'].map(
      (kind) => `log_type ${kind}`,
    ),
    `sys_interval ${SYS_INTERVAL_S}`,
  ];
  // As root it would become a user who may not write into our folder.
  if (process.getuid?.() === 0) lines.push('user root');
  return `${lines.join('\n')}\n`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
