import { execFile } from 'node:child_process';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestBroker } from '#testing';
import { DynsecControl } from '#link/broker';
import type { BrokerTarget } from '#link/observer';
import type { DynsecWays } from './dynsec-desk.js';
import type { FileWays } from './file-desk.js';

const run = promisify(execFile);

export const FAULTS = [
  'process killed',
  /** The disk is full; the plugin refuses a command. */
  'write fails',
  /** The command fails; the plugin cannot be reached. */
  'reload fails',
  'broker killed',
  'probe fails',
  'timeout',
  'foreign SIGHUP',
] as const;
export type Fault = (typeof FAULTS)[number];

/** How long a fault lasts that goes by itself, in milliseconds. */
const LASTS_MS = 400;
/** Longer than the broker may take. */
const HANGS_MS = 2_000;

/** Never resolves: as if the process were gone. */
const gone = (): Promise<never> => new Promise(() => undefined);

/** A small file system of its own, so that it can be full. */
export async function mount(folder: string): Promise<void> {
  await run('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', folder]);
}

export async function unmount(folder: string): Promise<void> {
  await run('umount', [folder]);
}

/** What can go wrong around a broker, whatever its access is kept in. */
abstract class Trouble {
  protected broker: TestBroker | undefined;
  protected decoy: number | undefined;
  private readonly undone: Promise<unknown>[] = [];

  /** @param decoyPort of a broker that refuses everybody */
  constructor(protected readonly decoyPort: number) {}

  /** Begins a fault that ends by itself. */
  async begin(fault: Fault): Promise<void> {
    const { broker } = this;
    const pid = broker?.pid;
    if (!broker || pid === undefined) throw new Error('The broker does not run.');
    switch (fault) {
      case 'process killed':
        return gone();
      case 'write fails':
        return this.writeFails();
      case 'reload fails':
        return this.reloadFails();
      case 'broker killed':
        await broker.kill();
        this.later(LASTS_MS, async () => {
          await broker.restart();
          await this.started();
        });
        return;
      case 'probe fails':
        this.decoy = this.decoyPort;
        this.later(HANGS_MS, () => Promise.resolve((this.decoy = undefined)));
        return;
      case 'timeout':
        process.kill(pid, 'SIGSTOP');
        this.later(HANGS_MS, () => Promise.resolve(process.kill(pid, 'SIGCONT')));
        return;
      case 'foreign SIGHUP':
        process.kill(pid, 'SIGHUP');
        for (const ms of [1, 3, 6]) {
          this.later(ms, () => Promise.resolve(process.kill(pid, 'SIGHUP')));
        }
    }
  }

  /** Resolves when nothing is out of order any more. */
  async over(): Promise<void> {
    await Promise.all(this.undone);
  }

  protected abstract writeFails(): Promise<void>;
  protected abstract reloadFails(): Promise<void>;

  /** The broker runs, perhaps again. */
  protected abstract started(): Promise<void>;

  protected later(ms: number, work: () => Promise<unknown>): void {
    this.undone.push(new Promise((resolve) => setTimeout(resolve, ms)).then(work));
  }

  /** Where the probes go. */
  protected async diverted(target: Promise<BrokerTarget>): Promise<BrokerTarget> {
    return { ...(await target), ...(this.decoy !== undefined && { port: this.decoy }) };
  }
}

/** Around files: the disk is full, the command for the reload fails. */
export class FileTrouble extends Trouble {
  private folder = '';

  /** The ways on which the trouble lies. */
  ways(own: FileWays): FileWays {
    this.folder = own.folder;
    return {
      ...own,
      target: () => this.diverted(own.target()),
      reload: () => ({ kind: 'command', command: [this.script] }),
    };
  }

  async of(broker: TestBroker): Promise<void> {
    this.broker = broker;
    const lines = [
      '#!/bin/sh',
      `[ -e ${this.script}.fails ] && { echo out of order >&2; exit 1; }`,
      `kill -HUP $(cat ${this.script}.pid)`,
    ];
    await writeFile(this.script, `${lines.join('\n')}\n`);
    await chmod(this.script, 0o700);
    await this.started();
  }

  protected async writeFails(): Promise<void> {
    const filler = join(this.folder, 'filler');
    await run('sh', ['-c', `cat /dev/zero > ${filler} || true`]);
    this.later(LASTS_MS, () => rm(filler));
  }

  protected async reloadFails(): Promise<void> {
    await writeFile(`${this.script}.fails`, '');
    this.later(LASTS_MS, () => rm(`${this.script}.fails`));
  }

  protected async started(): Promise<void> {
    await writeFile(`${this.script}.pid`, String(this.broker?.pid));
  }

  private get script(): string {
    return join(this.folder, '../reload');
  }
}

/** Around the plugin: it refuses a command, or cannot be reached. */
export class DynsecTrouble extends Trouble {
  private isCut = false;
  private admin: DynsecControl | undefined;

  /** The ways on which the trouble lies. */
  ways(own: DynsecWays): DynsecWays {
    this.admin = new DynsecControl({ target: own.control });
    return {
      target: () => this.diverted(own.target()),
      control: async () => ({
        ...(await own.control()),
        ...(this.isCut && { port: this.decoyPort }),
      }),
    };
  }

  of(broker: TestBroker): Promise<void> {
    this.broker = broker;
    return Promise.resolve();
  }

  /** Somebody else makes the client that is to be made. */
  protected async writeFails(): Promise<void> {
    await this.admin?.run([{ command: 'createClient', username: 'carol' }]);
  }

  protected reloadFails(): Promise<void> {
    this.isCut = true;
    this.later(LASTS_MS, () => Promise.resolve((this.isCut = false)));
    return Promise.resolve();
  }

  protected started(): Promise<void> {
    return Promise.resolve();
  }

  override async over(): Promise<void> {
    await super.over();
    await this.admin?.close();
  }
}
