import { isIncapable } from './broker-capabilities.js';
import { settingsOf, type BrokerConfig } from './broker-config.js';
import type { ConfSetting } from './conf-file.js';
import { confRule } from './conf-options.js';
import { shownValue, type ConfFound } from './conf-rules.js';
import type { ConfPlace } from './conf-security.js';
import { firstWord, isTrue, wholeOf } from './conf-words.js';
import { listenerSecurity } from './listener-security.js';

/** What a reload, a restart or an update does to the broker, and lines that do nothing. */
export function* upkeepFindings(config: BrokerConfig, version: string): Generator<ConfFound> {
  yield* twiceFindings(config);
  yield* deprecatedFindings(config);
  yield* relativeFindings(config);
  yield* reloadFindings(config, version);
  const user = settingsOf(config, 'user').at(-1);
  if (user?.value === 'root') {
    yield { code: 'user-root', at: user, message: 'The broker keeps the rights of root.' };
  }
  const persistence = settingsOf(config, 'persistence').at(-1);
  if (!isTrue(firstWord(persistence?.value ?? ''))) {
    const message =
      'At a restart the broker forgets retained messages, sessions and what they wait for.';
    yield { code: 'no-persistence', at: persistence, message };
  }
}

/** Options that add up, or begin something. */
const ADDING =
  /^(?:log_dest|log_type|include_dir|listener|connection|port|bind_address|plugin|auth_plugin|global_plugin|plugin_load|plugin_use|per_listener_settings)$/;

function* twiceFindings(config: BrokerConfig): Generator<ConfFound> {
  const { broker, perListener, settings, listeners, problems } = config;
  const placesOfProblems = new Set(problems.map(placeText));
  const isForAll = ({ name }: ConfSetting) => {
    const of = confRule(name, broker.line)?.of;
    return of === undefined || (of === 'security' && !perListener);
  };
  for (const options of [settings.filter(isForAll), ...listeners.map(({ options: own }) => own)]) {
    const last = new Map<string, Named>();
    for (const option of options) {
      const { name, value } = option;
      if (ADDING.test(name) || placesOfProblems.has(placeText(option))) continue;
      const earlier = last.get(name);
      last.set(name, option);
      if (earlier === undefined || earlier.value === value) continue;
      const where = option.path === earlier.path ? `line ${option.line}` : placeText(option);
      const message = `${shownValue(`${name} ${earlier.value}`)} has no effect: ${where} sets it to ${shownValue(value)}.`;
      yield { code: 'given-twice', at: earlier, message };
    }
  }
}

type Named = Pick<ConfSetting, 'name' | 'value' | 'path' | 'line'>;

function placeText({ path, line }: Pick<ConfPlace, 'path' | 'line'>): string {
  return `${path}:${line}`;
}

function* deprecatedFindings({ settings, broker }: BrokerConfig): Generator<ConfFound> {
  const said = new Set<string>();
  for (const setting of settings) {
    if (!setting.deprecated || said.has(setting.name)) continue;
    said.add(setting.name);
    const message = `Mosquitto ${broker.line} says that "${setting.name}" will go.`;
    yield { code: 'deprecated', at: setting, message };
  }
}

const WHOLE_PATH = /^(?:\/|[A-Za-z]:[\\/])/;

function* relativeFindings(config: BrokerConfig): Generator<ConfFound> {
  const files = listenerSecurity(config).flatMap(({ aclFile, passwordFile, dynsecFile }) => [
    ...[aclFile, passwordFile, dynsecFile].filter((place) => place !== undefined),
  ]);
  const said = new Set<string>();
  for (const place of [...files, ...settingsOf(config, 'pid_file')]) {
    if (WHOLE_PATH.test(place.value) || said.has(placeText(place))) continue;
    said.add(placeText(place));
    const message = `${shownValue(place.value)} is looked for in the folder in which the broker was started, which may be any.`;
    yield { code: 'relative-path', at: place, message };
  }
}

/** What 2.0 sets limits of listeners back to. */
const RESET: ReadonlyMap<string, number> = new Map([
  ['max_connections', -1],
  ['max_qos', 2],
  ['maximum_qos', 2],
  ['max_topic_alias', 10],
]);

function* reloadFindings(config: BrokerConfig, version: string): Generator<ConfFound> {
  const { line } = config.broker;
  for (const option of line === '2.0' ? config.listeners.flatMap(({ options }) => options) : []) {
    const usual = RESET.get(option.name);
    const value = wholeOf(firstWord(option.value), line);
    if (usual === undefined || value === usual) continue;
    const message = `At each reload Mosquitto 2.0 sets ${option.name} back to its default.`;
    yield { code: 'reload-resets-limits', at: option, message };
  }
  if (!config.perListener || !isIncapable(version, 'keeps-queues')) return;
  const at = settingsOf(config, 'per_listener_settings').at(-1);
  const message =
    'With settings for each listener, Mosquitto 2.0.22 loses at a reload what waits for sessions that are offline.';
  yield { code: 'reload-loses-queues', at, message };
}

/** What the broker takes up at a restart only, though mosquitto.conf(5) says otherwise of some of it. */
const AT_RESTART =
  /^(?:listener|port|bind_address|bind_interface|protocol|socket_domain|http_dir|user|pid_file|per_listener_settings|check_retain_source|max_inflight_(?:messages|bytes)|max_queued_(?:messages|bytes)|max_keepalive|max_packet_size|retain_available|retain_expiry_interval|set_tcp_nodelay|enable_control_api|global_max_(?:clients|connections)|(?:auth_|global_)?plugin|plugin_load|plugin_use)$/;

/** The lines that a reload does not bring into force. */
export function settingsForRestart({ settings, broker }: BrokerConfig): readonly ConfSetting[] {
  return settings.filter(({ name }) => {
    if (AT_RESTART.test(name)) return true;
    const of = confRule(name, broker.line)?.of;
    if (of === 'plugin') return true;
    const isBridge = of === 'bridge' || name === 'connection';
    return broker.line === '2.0' && (isBridge || of === 'listener');
  });
}
