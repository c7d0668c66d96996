import { rm } from 'node:fs/promises';
import { startBrokerProcess } from './broker-process.js';
import { ShadowFailed } from './shadow-failed.js';
import { configurationIn, writeShadowFiles, type ShadowFiles } from './shadow-files.js';
import { makeShadowFolder, removeLeftShadows } from './shadow-folder.js';
import { ShadowLog } from './shadow-log.js';
import { shadowPlugin, shadowProgram } from './shadow-program.js';

/** 2.0 reads rules for 20,000 users in seconds, and on a small machine in many. */
const START_MS = 60_000;

export interface ShadowOptions {
  readonly files: ShadowFiles;
  /** As the real broker has it. */
  readonly allowAnonymous: boolean;
  /** The program; looked for when left out. */
  readonly binary?: string;
  /** Where the dynamic-security plugin is; looked for when left out. */
  readonly plugin?: string;
}

/** A listener: the path of its Unix socket. */
export interface ShadowPlace {
  readonly path: string;
}

/** A broker that decides by copies of the real one's files and that nobody else can reach. */
export interface ShadowBroker {
  /** `2.0.11`: of the program on this machine, which need not be that of the real broker. */
  readonly version: string;
  /**
   * Here any name may log in without a password, and the rules count by name. With dynamic security the same as
   * `strict`.
   */
  readonly named: ShadowPlace;
  /** Here log-ins are as on the real broker. With files, whoever is let in may do everything. */
  readonly strict: ShadowPlace;
  /** Here everybody may do everything: to send what others are to receive. */
  readonly open: ShadowPlace;
  /** What it has logged: the beginning, and the newest of it. */
  log(): string;
  /** Ends it and removes its files; harmless when called twice. */
  stop(): Promise<void>;
}

/** Starts a shadow broker that has taken these files without an error. @throws ShadowFailed */
export async function startShadowBroker(options: ShadowOptions): Promise<ShadowBroker> {
  const { files } = options;
  const { binary, version } = await shadowProgram(options.binary);
  const needsPlugin = 'dynsecState' in files;
  const plugin = needsPlugin ? (options.plugin ?? (await shadowPlugin(binary))) : undefined;
  await removeLeftShadows();
  const folder = await makeShadowFolder();
  try {
    const sockets = await writeShadowFiles({ ...options, folder, ...(plugin && { plugin }) });
    const { log, running } = await start(binary, folder);
    return {
      version,
      named: { path: sockets.named },
      strict: { path: sockets.strict },
      open: { path: sockets.open },
      log: () => log.text(),
      async stop() {
        await running.kill();
        await remove(folder);
      },
    };
  } catch (error) {
    // It does not take the files, or there is no room for them: nothing may stay behind.
    await remove(folder);
    if (error instanceof ShadowFailed) throw error;
    throw new ShadowFailed(
      'other',
      `The shadow broker does not start: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

async function start(binary: string, folder: string) {
  const log = new ShadowLog(folder);
  const onLine = (line: string) => log.add(line);
  try {
    const running = await startBrokerProcess(binary, configurationIn(folder), onLine, START_MS);
    if (!log.hasErrors) return { log, running };
    // 2.0 goes on without the lines that it cannot read.
    await running.kill();
  } catch (error) {
    // It ended instead of running, over what it calls an error or not.
    if (!log.hasErrors) throw error;
  }
  throw new ShadowFailed('refused', `Mosquitto does not take this: ${log.complaint()}`);
}

async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
