import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { DynsecModel } from '#domain/change';
import { BrokerService } from '#feature/broker';
import { CommandRefused, ControlUnavailable, DynsecControl } from '#link/broker';
import { CLOCK, CONFIG, Problem, type Clock, type Config } from '#platform';

/** Whoever looks often gets what was read a moment ago: each reading costs the broker's only thread some time. */
const FRESH_MS = 10_000;

/** The plugin's state as it was read back. */
export interface ReadState {
  readonly model: DynsecModel;
  /** When it was first read like this; milliseconds since 1970. */
  readonly changedAt: number;
}

/** Reads the state of the dynamic-security plugin over its control topic. */
@Injectable()
export class PluginState implements OnApplicationShutdown {
  private link: DynsecControl | undefined;
  private reading: Promise<ReadState> | undefined;
  private latest: { readonly state: ReadState; readonly text: string; readAt: number } | undefined;

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
    return latest && this.clock() - latest.readAt < FRESH_MS ? latest.state : this.fresh();
  }

  /** Read now. @throws Problem `broker-unavailable` */
  async fresh(): Promise<ReadState> {
    this.reading ??= this.readBack().finally(() => (this.reading = undefined));
    return this.reading;
  }

  /** What was read is old: something was changed. */
  forget(): void {
    if (this.latest) this.latest.readAt = 0;
  }

  private async readBack(): Promise<ReadState> {
    try {
      const model = await this.control().snapshot();
      const text = JSON.stringify(model);
      const readAt = this.clock();
      const state = this.latest?.text === text ? this.latest.state : { model, changedAt: readAt };
      this.latest = { state, text, readAt };
      return state;
    } catch (error) {
      // The broker may be gone, without the plugin, or not let MCM in.
      if (!(error instanceof ControlUnavailable) && !(error instanceof CommandRefused)) throw error;
      throw new Problem('broker-unavailable', error.message, { cause: error });
    }
  }
}
