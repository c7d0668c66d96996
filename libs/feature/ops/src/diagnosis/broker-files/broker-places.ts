import { join } from 'node:path';
import { isLoopbackName } from '#domain/mosquitto';
import { managedBrokerIn, type BrokerFilePlaces, type BrokerReload } from '#link/host';
import type { BrokerTarget } from '#link/observer';
import { dataFolder, type Config } from '#platform';
import { observedTarget } from '../observed-target.js';

/** Where the broker's files are, and the broker, as far as the configuration of MCM says. */
export interface BrokerPlaces {
  readonly files: BrokerFilePlaces;
  /** Whether MCM runs this broker, and writes its mosquitto.conf. */
  readonly isManaged: boolean;
  /** False before the first start of one that MCM runs: there are no files yet. */
  readonly isStarted: boolean;
  /** Whether the broker runs on this machine, so that paths mean the same to both. */
  readonly isHere: boolean;
  /** Of the account that observes; absent for an anonymous one. */
  readonly username?: string;
  /** How to log in as that account. @throws whatever keeps a TLS file from being read */
  readonly target: () => Promise<BrokerTarget>;
}

/** Rejects where the folder of the broker that MCM runs may not be read. */
export async function brokerPlaces(config: Config): Promise<BrokerPlaces> {
  const { managed, access, host, port, username } = config.mosquitto;
  const target = () => observedTarget(config);
  if (!managed) {
    const files = { ...access, port };
    return {
      ...{ files, isManaged: false, isStarted: true, isHere: isLoopbackName(host), target },
      ...(username !== undefined && { username }),
    };
  }
  const folder = join(dataFolder(config), 'mosquitto');
  const { port: found, login } = await managedBrokerIn(folder);
  const files = { configFile: join(folder, 'mosquitto.conf'), port: found ?? port };
  return {
    ...(login && { username: login.username }),
    ...{ files, isManaged: true, isStarted: found !== undefined, isHere: true, target },
  };
}

/** Whether the configuration names any file of the broker. */
export function namesFiles({ files }: BrokerPlaces): boolean {
  const { configFile, aclFile, passwordFile, dynamicSecurityFile } = files;
  return [configFile, aclFile, passwordFile, dynamicSecurityFile].some(
    (path) => path !== undefined,
  );
}

/**
 * How MCM tells the broker to reload; by a command, also which process that is, where mosquitto.conf says.
 * @param known what mosquitto.conf says of it
 */
export function reloadWay(
  { mosquitto }: Config,
  known: { readonly pidFile?: string },
): BrokerReload {
  const { command, pidFile: named } = mosquitto.access.reload;
  if (command) return { kind: 'command', command, ...known };
  return { kind: 'pid-file', path: named ?? known.pidFile ?? '' };
}
