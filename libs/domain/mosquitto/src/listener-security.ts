import type { BrokerConfig } from './broker-config.js';
import type { ConfListener, ConfPlace, ConfPlugin, ConfSecurity } from './conf-security.js';

/** By what the broker decides about the clients of a listener. */
export interface ListenerSecurity {
  /** 0 with a Unix socket. */
  readonly port: number;
  /** A host name or address to which it is bound; absent for all of them. */
  readonly address?: string;
  readonly socketPath?: string;
  readonly protocol: string;
  readonly allowAnonymous: boolean;
  readonly aclFile?: ConfPlace;
  readonly passwordFile?: ConfPlace;
  /** The file of the dynamic-security plugin, when it is loaded and given one. */
  readonly dynsecFile?: ConfPlace;
  /** Plugins of which it is not known here what they decide. */
  readonly otherPlugins: readonly ConfPlugin[];
}

/** What the broker opens when no line names a port: only programs on the same machine reach it. */
const LOCAL: ConfListener = {
  port: 1883,
  address: 'localhost',
  protocol: 'mqtt',
  origin: 'default',
  options: [],
  security: { plugins: [] },
};

/**
 * Each listener of the broker with what holds for it, in the order in which the broker opens them. A relative path is
 * one from the folder in which the broker was started.
 */
export function listenerSecurity(config: BrokerConfig): ListenerSecurity[] {
  const isLocal = config.listeners.length === 0;
  return (isLocal ? [LOCAL] : config.listeners).map((listener) => {
    const { origin, security: own } = listener;
    const parts = partsOf(config, own, isLocal);
    const plugins = parts.flatMap((part) => part.plugins);
    return {
      ...placeOf(listener),
      allowAnonymous: allowsAnonymous(config, { origin, own, isLocal }),
      ...optional('aclFile', first(parts, 'aclFile') ?? fileOf(plugins, 'acl_file')),
      ...optional('passwordFile', first(parts, 'passwordFile') ?? fileOf(plugins, 'password_file')),
      ...optional('dynsecFile', dynsecFile(plugins, config)),
      otherPlugins: plugins.filter(({ value }) => kindOf(value) === undefined),
    };
  });
}

function placeOf({ port, address, socketPath, protocol }: ConfListener) {
  return {
    port,
    ...(address !== undefined && { address }),
    ...(socketPath !== undefined && { socketPath }),
    protocol,
  };
}

interface Which {
  readonly origin: ConfListener['origin'];
  readonly own: ConfSecurity;
  readonly isLocal: boolean;
}

/** Where nobody is to know otherwise, only a broker for this machine lets everybody in. */
function allowsAnonymous(config: BrokerConfig, { origin, own, isLocal }: Which): boolean {
  const { broker, perListener, security, local } = config;
  if (broker.line !== '2.0') {
    const common = perListener ? undefined : security.allowAnonymous;
    return own.allowAnonymous ?? common ?? isLocal;
  }
  if (isLocal) return true;
  // 2.0 sets what is not set for the listeners of `listener` lines only, and takes "not set" for true.
  if (perListener) return own.allowAnonymous ?? origin === 'default';
  // Without a port or an address in the file 2.0 thinks that it is local, and overrules `allow_anonymous false`.
  return local || (security.allowAnonymous ?? false);
}

/** The settings for all and its own, as far as they count for a listener. */
function partsOf(config: BrokerConfig, own: ConfSecurity, isLocal: boolean): ConfSecurity[] {
  if (config.broker.line !== '2.0') return [config.security, own];
  if (!config.perListener) return [config.security];
  return isLocal ? [] : [own];
}

function first(parts: readonly ConfSecurity[], name: 'aclFile' | 'passwordFile') {
  return parts.map((part) => part[name]).find((place) => place !== undefined);
}

type Kind = 'acl_file' | 'password_file' | 'dynamic_security';

function kindOf(path: string): Kind | undefined {
  const [, kind] =
    /(?:^|\/)mosquitto_(acl_file|password_file|dynamic_security)\.\w+$/.exec(path) ?? [];
  return kind as Kind | undefined;
}

/** The file that 2.1's plugin for it reads in place of the option. */
function fileOf(plugins: readonly ConfPlugin[], kind: 'acl_file' | 'password_file') {
  const plugin = plugins.find(({ value }) => kindOf(value) === kind);
  return plugin?.options.findLast(({ key }) => key === kind);
}

/** Of several files, 2.0 reads the first and 2.1 the last. */
function dynsecFile(plugins: readonly ConfPlugin[], { broker }: BrokerConfig) {
  const plugin = plugins.find(({ value }) => kindOf(value) === 'dynamic_security');
  const files = plugin?.options.filter(({ key }) => key.toLowerCase() === 'config_file');
  return broker.line === '2.0' ? files?.[0] : files?.at(-1);
}

function optional<Name extends string>(
  name: Name,
  place: ConfPlace | undefined,
): Partial<Record<Name, ConfPlace>> {
  if (place === undefined) return {};
  const { value, path, line } = place;
  return { [name]: { value, path, line } } as Record<Name, ConfPlace>;
}
