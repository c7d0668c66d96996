import { dirname, isAbsolute, resolve } from 'node:path';
import {
  listenerSecurity,
  type BrokerVersion,
  type ConfProblem,
  type ListenerSecurity,
} from '#domain/mosquitto';
import { ConfigFiles, type ConfigRead } from './config-files.js';
import { FileCache, type FileContent } from './file-cache.js';

/** Bytes that each of the broker's files may have: some 400,000 rules. */
const LARGEST = 16 << 20;

/** Where the broker's files are. What is named here wins over what the configuration says. */
export interface BrokerFilePlaces {
  /** Its `mosquitto.conf`; relative paths in it start from its folder. */
  readonly configFile?: string;
  readonly aclFile?: string;
  readonly passwordFile?: string;
  readonly dynamicSecurityFile?: string;
  readonly allowAnonymous?: boolean;
  /** Of the listener whose settings are wanted; the first one's, if none has it. */
  readonly port: number;
}

/** The listener whose settings count. */
export interface FoundListener {
  /** 0 for one on a Unix socket. */
  readonly port: number;
  /** The address or the socket that it is bound to, if one is named. */
  readonly address?: string;
  /** Whether for some other listener of the broker other settings count. */
  readonly othersDiffer: boolean;
  /** Plugins that decide, too, and of which it is not known what. */
  readonly otherPlugins: readonly string[];
}

/** By what the broker decides about clients, as its files read at some moment. */
export interface BrokerFilesRead {
  readonly allowAnonymous: boolean;
  readonly listener?: FoundListener;
  readonly config?: {
    readonly path: string;
    /** The latest of the file and those that it includes, in milliseconds since 1970. */
    readonly changedAt: number;
    readonly problems: readonly ConfProblem[];
  };
  /** Where its process id is, where the configuration names the whole path. */
  readonly pidFile?: string;
  readonly aclFile?: FileContent;
  readonly passwordFile?: FileContent;
  readonly dynsec?: FileContent;
}

/** One of them, as it is now. @throws FileUnreadable */
export function readBrokerFile(path: string): Promise<FileContent> {
  return new FileCache(LARGEST).read(path);
}

/** Reads the broker's files, each again only when it has changed. */
export class BrokerFiles {
  readonly #places: BrokerFilePlaces;
  readonly #config: ConfigFiles | undefined;
  readonly #cache = new FileCache(LARGEST);
  #latest: BrokerFilesRead | undefined;

  constructor(places: BrokerFilePlaces) {
    this.#places = places;
    this.#config = places.configFile === undefined ? undefined : new ConfigFiles(places.configFile);
  }

  /**
   * The same object as long as nothing has changed.
   * @param versions which the broker may be: the first that takes the configuration counts
   * @throws FileUnreadable
   */
  async read(versions: readonly [BrokerVersion, ...BrokerVersion[]]): Promise<BrokerFilesRead> {
    const config = await this.#config?.read(versions);
    const { listener, security } = config ? found(config, this.#places.port) : {};
    const places = this.#placesOf(security);
    const read = {
      allowAnonymous: this.#places.allowAnonymous ?? security?.allowAnonymous ?? false,
      ...(listener && { listener }),
      ...(config && { config: config.summary, ...pidFileIn(config) }),
      ...(await this.#file('aclFile', places.aclFile)),
      ...(await this.#file('passwordFile', places.passwordFile)),
      ...(await this.#file('dynsec', places.dynsec)),
    };
    this.#cache.retain(Object.values(places).filter((path) => path !== undefined));
    if (this.#latest === undefined || !isSame(this.#latest, read)) this.#latest = read;
    return this.#latest;
  }

  #placesOf(security: ListenerSecurity | undefined) {
    const { configFile = '', aclFile, passwordFile, dynamicSecurityFile } = this.#places;
    const below = (path: string | undefined) =>
      path === undefined ? undefined : resolve(dirname(configFile), path);
    return {
      aclFile: aclFile ?? below(security?.aclFile?.value),
      passwordFile: passwordFile ?? below(security?.passwordFile?.value),
      dynsec: dynamicSecurityFile ?? below(security?.dynsecFile?.value),
    };
  }

  async #file<Name extends string>(
    name: Name,
    path: string | undefined,
  ): Promise<{ [Key in Name]?: FileContent }> {
    if (path === undefined) return {};
    return { [name]: await this.#cache.read(path) } as { [Key in Name]: FileContent };
  }
}

interface Found {
  readonly listener?: FoundListener;
  readonly security?: ListenerSecurity;
}

function found({ parsed }: ConfigRead, wanted: number): Found {
  const all = listenerSecurity(parsed);
  const security = all.find(({ port }) => port === wanted) ?? all[0];
  if (security === undefined) return {};
  const { port, address = security.socketPath, otherPlugins } = security;
  const listener = {
    port,
    ...(address !== undefined && { address }),
    othersDiffer: all.some((other) => decidingIn(other) !== decidingIn(security)),
    otherPlugins: otherPlugins.map(({ value }) => value),
  };
  return { listener, security };
}

/** The `pid_file` of a mosquitto.conf. One that is relative starts from the folder in which the broker was started, which is not known. */
export function pidFileIn({ parsed }: ConfigRead): { readonly pidFile?: string } {
  const path = parsed.settings.findLast(({ name }) => name === 'pid_file')?.value;
  return path !== undefined && isAbsolute(path) ? { pidFile: path } : {};
}

/** By what a listener decides, as a text. */
function decidingIn(security: ListenerSecurity): string {
  const { allowAnonymous, aclFile, passwordFile, dynsecFile, otherPlugins } = security;
  const files = [aclFile, passwordFile, dynsecFile, ...otherPlugins].map((place) => place?.value);
  return JSON.stringify([allowAnonymous, ...files]);
}

function isSame(one: BrokerFilesRead, other: BrokerFilesRead): boolean {
  return (
    one.allowAnonymous === other.allowAnonymous &&
    one.config === other.config &&
    one.aclFile === other.aclFile &&
    one.passwordFile === other.passwordFile &&
    one.dynsec === other.dynsec
  );
}
