import { settingsOf, type BrokerConfig } from './broker-config.js';
import { shownValue, type ConfFound } from './conf-rules.js';
import type { ConfListener } from './conf-security.js';
import { firstWord, isTrue } from './conf-words.js';
import { listenerSecurity, type ListenerSecurity } from './listener-security.js';
import { isLoopbackName } from './loopback.js';

/** A listener, and what it means for who wants to get in. */
interface Door {
  readonly security: ListenerSecurity;
  readonly at: ConfFound['at'];
  /** In a sentence. */
  readonly name: string;
  /** Whether other machines reach it. */
  readonly isReachable: boolean;
  readonly isEncrypted: boolean;
  /** Whether a client needs a certificate or a shared key before it can say a word. */
  readonly needsKey: boolean;
  /** Whether anything knows who may log in. */
  readonly knowsUsers: boolean;
  /** Whether anything says what a client may do. */
  readonly hasRules: boolean;
}

/** Who gets in at the listeners, and what can be read on the way. */
export function* doorFindings(config: BrokerConfig): Generator<ConfFound> {
  const doors = listenerSecurity(config).map((security, at) =>
    doorOf(config, security, config.listeners[at]),
  );
  for (const door of doors) {
    yield* entryFindings(door);
    yield* wireFindings(door);
  }
  yield* optionFindings(config);
  yield* controlFindings(config, doors);
  yield* overruledFindings(config);
}

function doorOf(config: BrokerConfig, security: ListenerSecurity, listener?: ConfListener): Door {
  const options = new Map(listener?.options.map(({ name, value }) => [name, value]));
  const isOn = (name: string) => isTrue(firstWord(options.get(name) ?? ''));
  const { port, address, socketPath, passwordFile, aclFile, dynsecFile } = security;
  const plugins = dynsecFile !== undefined || security.otherPlugins.length > 0;
  const byCertificate = isOn('use_identity_as_username') || isOn('use_subject_as_username');
  const hasSharedKey = options.has('psk_hint');
  const needsKey = isOn('require_certificate') || hasSharedKey;
  const isLocal =
    socketPath !== undefined || (address !== undefined && isLoopbackName(address)) || !listener;
  return {
    security,
    at: listener?.place ?? listener?.options[0],
    name: socketPath ?? `port ${port} of ${address ?? 'all addresses'}`,
    isReachable: !isLocal || bindsEverywhere(config, security),
    isEncrypted: (options.has('certfile') && options.has('keyfile')) || hasSharedKey,
    needsKey,
    knowsUsers: passwordFile !== undefined || plugins || (byCertificate && needsKey),
    hasRules: aclFile !== undefined || plugins,
  };
}

/** 2.0's library for WebSocket takes no notice of the address. */
function bindsEverywhere({ broker }: BrokerConfig, { protocol, socketPath }: ListenerSecurity) {
  return broker.line === '2.0' && protocol === 'websockets' && socketPath === undefined;
}

function* entryFindings(door: Door): Generator<ConfFound> {
  const { security, at, name, hasRules, knowsUsers } = door;
  const letsIn = security.allowAnonymous && !door.needsKey;
  if (letsIn && door.isReachable && !(hasRules && knowsUsers)) {
    const message = hasRules
      ? `The listener on ${name} takes any name with any password, and whoever gives a name has its rights: anonymous clients are allowed, and nothing knows the users.`
      : `Whoever reaches the listener on ${name} may publish and receive everything: anonymous clients are allowed, and there are no rules.`;
    yield { code: 'open-to-all', at, message };
    return;
  }
  if (letsIn && door.isReachable) {
    const message = `The listener on ${name} lets clients in that give no name.`;
    yield { code: 'anonymous-allowed', at, message };
  }
  if (!security.allowAnonymous && !knowsUsers) {
    const message = `Nobody can log in on ${name}: anonymous clients are not allowed, and nothing knows the users.`;
    yield { code: 'nobody-enters', at, message };
    return;
  }
  if (!hasRules && (door.isReachable || knowsUsers)) {
    const message = `Whoever logs in on ${name} may publish and receive everything: there are no rules.`;
    yield { code: 'no-rules', at, message };
  }
}

function* wireFindings({ security, at, name, isReachable, isEncrypted }: Door) {
  const { protocol, address } = security;
  if (protocol === 'websockets' && isReachable && address !== undefined && isLoopbackName(address))
    yield {
      code: 'websockets-everywhere',
      at,
      message: `Mosquitto 2.0 opens the listener on ${name} to all addresses: for WebSocket it does not heed the one that is named.`,
    } satisfies ConfFound;
  if (isReachable && !isEncrypted)
    yield {
      code: 'no-tls',
      at,
      message: `The listener on ${name} has no TLS, and other machines reach it.`,
    } satisfies ConfFound;
}

const OLD_TLS = /^tlsv1(?:\.[01])?$/;

function* optionFindings({ settings, listeners }: BrokerConfig): Generator<ConfFound> {
  for (const setting of settings) {
    const { name, value } = setting;
    if (!/^(?:bridge_)?tls_version$/.test(name) || !OLD_TLS.test(value)) continue;
    const message = `"${name} ${value}" permits TLS versions that are broken.`;
    yield { code: 'old-tls', at: setting, message };
  }
  for (const { options } of listeners) {
    const required = options.findLast(({ name }) => name === 'require_certificate');
    if (!isTrue(firstWord(required?.value ?? '')) || options.some(({ name }) => name === 'crlfile'))
      continue;
    const message = 'Clients need a certificate here, and none can be revoked.';
    yield { code: 'no-revocation', at: required, message };
  }
}

function* controlFindings(config: BrokerConfig, doors: readonly Door[]): Generator<ConfFound> {
  const control = settingsOf(config, 'enable_control_api').at(-1);
  if (!isTrue(firstWord(control?.value ?? '')) || doors.every(({ hasRules }) => hasRules)) return;
  const message = 'Without rules every client may ask the broker by $CONTROL/broker.';
  yield { code: 'control-api-open', at: control, message };
}

function* overruledFindings(config: BrokerConfig): Generator<ConfFound> {
  if (config.broker.line !== '2.0' || !config.local || config.perListener) return;
  const last = settingsOf(config, 'allow_anonymous').at(-1);
  if (last === undefined || isTrue(firstWord(last.value))) return;
  const message = `${shownValue(`allow_anonymous ${last.value}`)} has no effect: as long as no line names a port or an address, Mosquitto 2.0 lets everybody in.`;
  yield { code: 'anonymous-overruled', at: last, message };
}
