import { Inject, Injectable } from '@nestjs/common';
import { dynsecStateText } from '#domain/change';
import { textOf, withoutSecrets } from '#domain/mosquitto';
import { BrokerService } from '#feature/broker';
import { BrokerFiles, FileUnreadable, type BrokerFilesRead, type FileContent } from '#link/host';
import { CONFIG, Problem, type Config } from '#platform';
import { Brokers } from './brokers.js';
import type { KnownFile, KnownPolicy, PartDigests } from './known-policy.js';
import { PluginState, type ReadState } from './plugin-state.js';
import { digestsOf, namesIn } from './policy-of.js';

/** Where the plugin answers. */
const CONTROL = '$CONTROL/dynamic-security/v1';

/** What the broker's files say. */
export interface PolicyInForce {
  readonly policy: KnownPolicy;
  readonly parts: PartDigests;
}

interface Latest {
  readonly read: BrokerFilesRead;
  readonly state: ReadState | undefined;
  readonly seen: PolicyInForce;
}

/** Reads the policy in force from the broker's files: those of the configuration, or of the broker that MCM runs. */
@Injectable()
export class PolicySource {
  private reader: BrokerFiles | undefined;
  private latest: Latest | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly broker: BrokerService,
    private readonly brokers: Brokers,
    private readonly plugin: PluginState,
  ) {}

  /** Whether it is known where the files are; asked when the broker that MCM runs has started. */
  get isConfigured(): boolean {
    const { configFile, aclFile, passwordFile, dynamicSecurityFile } = this.config.mosquitto.access;
    const paths = [configFile, aclFile, passwordFile, dynamicSecurityFile];
    const { managed, access } = this.config.mosquitto;
    return managed || access.backend !== undefined || paths.some((path) => path !== undefined);
  }

  /** The same object as long as nothing has changed. @throws Problem `no-policy`, `policy-unreadable` */
  async read(): Promise<PolicyInForce> {
    if (!this.isConfigured) {
      throw new Problem(
        'no-policy',
        'Set mosquitto.access.config_file to the mosquitto.conf of the broker, or send a draft with all its parts.',
      );
    }
    const read = await this.files();
    const state = await this.pluginState();
    if (this.latest?.read !== read || this.latest.state !== state) {
      this.latest = { read, state, seen: inForce(read, state) };
    }
    return this.latest.seen;
  }

  /** Where the files are, as they were read last. */
  latestPaths(): {
    readonly aclFile?: string;
    readonly passwordFile?: string;
    readonly pidFile?: string;
  } {
    const { aclFile, passwordFile } = this.latest?.seen.policy ?? {};
    const pidFile = this.latest?.read.pidFile;
    return {
      ...(aclFile && { aclFile: aclFile.path }),
      ...(passwordFile && { passwordFile: passwordFile.path }),
      ...(pidFile !== undefined && { pidFile }),
    };
  }

  /** The files themselves, with their secrets. The same object as long as nothing has changed. @throws Problem as {@link read} */
  async files(): Promise<BrokerFilesRead> {
    this.reader ??= new BrokerFiles(this.places());
    try {
      return await this.reader.read(this.brokers.candidates());
    } catch (error) {
      // FileUnreadable: they are the broker's files, and may be missing or closed to MCM at any moment.
      if (!(error instanceof FileUnreadable)) throw error;
      throw new Problem('policy-unreadable', error.message, { cause: error });
    }
  }

  /** What the plugin itself says counts, where it is MCM's to change. */
  private pluginState(): Promise<ReadState | undefined> {
    const isOurs = this.config.mosquitto.access.backend === 'dynamic-security';
    return isOurs ? this.plugin.read() : Promise.resolve(undefined);
  }

  private places() {
    const managed = this.broker.managedConfigFile();
    const { port } = this.broker.address();
    return { ...this.config.mosquitto.access, port, ...(managed && { configFile: managed }) };
  }
}

/** What is kept of the files. Secrets stay behind. */
function inForce(read: BrokerFilesRead, state: ReadState | undefined): PolicyInForce {
  const { allowAnonymous, listener, config, aclFile, passwordFile, dynsec } = read;
  const policy = {
    allowAnonymous,
    ...(listener && { listener }),
    ...(config && { configFile: config }),
    ...(aclFile && { aclFile: { ...placeOf(aclFile), text: textOf(aclFile.bytes) } }),
    ...(passwordFile && {
      passwordFile: { ...placeOf(passwordFile), readBy: namesIn(passwordFile.bytes) },
    }),
    ...(dynsec && { dynsec: { ...placeOf(dynsec), text: withoutSecrets(dynsec.bytes) } }),
    ...(state && {
      dynsec: { path: CONTROL, changedAt: state.changedAt, text: dynsecStateText(state.model) },
    }),
  } satisfies KnownPolicy;
  return { policy, parts: digestsOf(policy, passwordFile?.bytes) };
}

function placeOf({ path, changedAt }: FileContent): KnownFile {
  return { path, changedAt };
}
