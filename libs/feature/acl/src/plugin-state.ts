import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { DynsecModel } from '#domain/change';
import { BrokerService } from '#feature/broker';
import { CommandRefused, ControlUnavailable, DynsecControl } from '#link/broker';
import { CLOCK, CONFIG, Problem, type Clock, type Config } from '#platform';
import { isFresh, isIndexEnough, type PluginReading } from './plugin-reading.js';

/** The plugin's state as it was read back. */
export interface ReadState {
  readonly model: DynsecModel;
  /** When it was first read like this; milliseconds since 1970. */
  readonly changedAt: number;
}

interface Latest {
  readonly state: ReadState;
  /** To be compared with the next. */
  readonly text: string;
  readonly reading: PluginReading;
  /** How many changes were known of before it was read. */
  readonly changes: number;
}

/** Reads the state of the dynamic-security plugin over its control topic. */
@Injectable()
export class PluginState implements OnApplicationShutdown {
  private link: DynsecControl | undefined;
  private reading: Promise<ReadState> | undefined;
  private latest: Latest | undefined;
  private changes = 0;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly broker: BrokerService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.link?.close();
  }

  /** The connection for commands. */
  control(): DynsecControl {
    const { username, password } = this.config.mosquitto.access.control;
    this.link ??= new DynsecControl({
      target: async () => {
        const { username: _, password: __, ...target } = await this.broker.target();
        return {
          ...target,
          account: 'mosquitto.access.control',
          ...(username !== undefined && { username }),
          ...(password !== undefined && { password: password.reveal() }),
        };
      },
    });
    return this.link;
  }

  /** The same object as long as nothing has changed. @throws Problem `broker-unavailable` */
  async read(): Promise<ReadState> {
    const { latest } = this;
    if (latest?.changes !== this.changes) return this.fresh();
    return isFresh(latest.reading, this.clock())
      ? latest.state
      : this.again(() => this.lookAgain(latest));
  }

  /** Read now. @throws Problem `broker-unavailable` */
  fresh(): Promise<ReadState> {
    return this.again(() => this.take());
  }

  /** Read from now on, also where a reading is on its way. @throws ControlUnavailable, CommandRefused */
  async snapshot(): Promise<DynsecModel> {
    return (await this.take()).model;
  }

  /** What was read is old: something was changed. */
  forget(): void {
    this.changes++;
  }

  /** One at a time: whoever asks meanwhile gets the same. */
  private again(work: () => Promise<ReadState>): Promise<ReadState> {
    this.reading ??= told(work).finally(() => (this.reading = undefined));
    return this.reading;
  }

  /** The plugin of 2.1 says whether anything has changed. */
  private async lookAgain(latest: Latest): Promise<ReadState> {
    const { reading } = latest;
    const now = this.clock();
    if (!isIndexEnough(reading, now)) return this.take();
    if ((await this.control().changeIndex()) !== reading.index) return this.take();
    if (this.latest === latest) this.latest = { ...latest, reading: { ...reading, seenAt: now } };
    return latest.state;
  }

  private async take(): Promise<ReadState> {
    const { changes } = this;
    const index = await this.control().changeIndex();
    const begun = performance.now();
    const model = await this.control().snapshot();
    const tookMs = performance.now() - begun;
    const text = JSON.stringify(model);
    const now = this.clock();
    const isSame = this.latest?.text === text;
    const state = isSame && this.latest ? this.latest.state : { model, changedAt: now };
    const reading = { seenAt: now, readAt: now, tookMs, ...(index !== undefined && { index }) };
    this.latest = { state, text, reading, changes };
    return state;
  }
}

async function told<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    // The broker may be gone, without the plugin, or not let MCM in.
    if (!(error instanceof ControlUnavailable) && !(error instanceof CommandRefused)) throw error;
    throw new Problem('broker-unavailable', error.message, { cause: error });
  }
}
