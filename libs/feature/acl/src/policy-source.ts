import { Inject, Injectable } from '@nestjs/common';
import { textOf, withoutSecrets } from '#domain/mosquitto';
import { BrokerService } from '#feature/broker';
import { BrokerFiles, FileUnreadable, type BrokerFilesRead, type FileContent } from '#link/host';
import { CONFIG, Problem, type Config } from '#platform';
import { Brokers } from './brokers.js';
import { partDigests, type KnownFile, type KnownPolicy, type PartDigests } from './known-policy.js';
import { namesIn, stateOf } from './policy-of.js';

/** What the broker's files say. */
export interface PolicyInForce {
  readonly policy: KnownPolicy;
  readonly parts: PartDigests;
}

/** Reads the policy in force from the broker's files: those of the configuration, or of the broker that MCM runs. */
@Injectable()
export class PolicySource {
  private files: BrokerFiles | undefined;
  private latest: { readonly read: BrokerFilesRead; readonly seen: PolicyInForce } | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly broker: BrokerService,
    private readonly brokers: Brokers,
  ) {}

  /** Whether it is known where the files are; asked when the broker that MCM runs has started. */
  get isConfigured(): boolean {
    const { configFile, aclFile, passwordFile, dynamicSecurityFile } = this.config.mosquitto.access;
    const paths = [configFile, aclFile, passwordFile, dynamicSecurityFile];
    return this.config.mosquitto.managed || paths.some((path) => path !== undefined);
  }

  /** The same object as long as nothing has changed. @throws Problem `no-policy`, `policy-unreadable` */
  async read(): Promise<PolicyInForce> {
    if (!this.isConfigured) {
      throw new Problem(
        'no-policy',
        'Set mosquitto.access.config_file to the mosquitto.conf of the broker, or send a draft with all its parts.',
      );
    }
    const read = await this.readFiles();
    if (this.latest?.read !== read) this.latest = { read, seen: inForce(read) };
    return this.latest.seen;
  }

  private async readFiles(): Promise<BrokerFilesRead> {
    this.files ??= new BrokerFiles(this.places());
    try {
      return await this.files.read(this.brokers.candidates());
    } catch (error) {
      // FileUnreadable: they are the broker's files, and may be missing or closed to MCM at any moment.
      if (!(error instanceof FileUnreadable)) throw error;
      throw new Problem('policy-unreadable', error.message, { cause: error });
    }
  }

  private places() {
    const managed = this.broker.managedConfigFile();
    const { port } = this.broker.address();
    return { ...this.config.mosquitto.access, port, ...(managed && { configFile: managed }) };
  }
}

/** What is kept of the files. Secrets stay behind. */
function inForce(read: BrokerFilesRead): PolicyInForce {
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
  } satisfies KnownPolicy;
  return { policy, parts: partDigests(policy, policy.dynsec && stateOf(policy.dynsec)) };
}

function placeOf({ path, changedAt }: FileContent): KnownFile {
  return { path, changedAt };
}
