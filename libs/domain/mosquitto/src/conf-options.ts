import type { BrokerLine } from './broker-version.js';

/** What an option's value has to be. `own`: there is a check of its own for it; `any`: the broker does not look. */
export type ConfValue =
  | 'any'
  | 'flag'
  | 'own'
  | 'text'
  | { readonly whole: readonly [lowest: number, highest: number] }
  | { readonly words: readonly string[] };

export interface ConfRule {
  readonly value: ConfValue;
  /** What the option belongs to; else to the broker as a whole. `security`: to a listener, where each has its own. */
  readonly of?: 'security' | 'listener' | 'bridge' | 'plugin';
  /** The only line of the broker that knows it. */
  readonly only?: BrokerLine;
  /** The line from which on the broker says that the option will go. */
  readonly deprecated?: BrokerLine;
  /** 2.1 takes it only after a `listener`, or not even after `port`. */
  readonly needs?: 'listener' | 'own-listener';
  /** Whether a text may be given twice, for the same listener or bridge; else the second is an error. */
  readonly twice?: '2.1' | 'both';
  /** 2.0 goes on when the value is missing. */
  readonly mayBeEmpty?: true;
}

const ANY_WHOLE = { whole: [-2_147_483_648, 2_147_483_647] } as const;
const UP_TO_16_BITS = { whole: [0, 65_535] } as const;

const LOG_TYPES = 'none information notice warning error debug subscribe unsubscribe internal';

function each(names: string, rule: ConfRule): [string, ConfRule][] {
  return names.split(/\s+/).map((name) => [name, rule]);
}

const BROKER: readonly [string, ConfRule][] = [
  ...each('autosave_on_changes connection_messages log_timestamp persistence', { value: 'flag' }),
  ...each('queue_qos0_messages retain_available set_tcp_nodelay', { value: 'flag' }),
  ...each('retained_persistence upgrade_outgoing_qos', { value: 'flag' }),
  ...each('allow_duplicate_messages', { value: 'flag', deprecated: '2.0' }),
  ...each('check_retain_source', { value: 'flag' }),
  ...each('per_listener_settings', { value: 'flag', deprecated: '2.1' }),
  ...each('autosave_interval max_inflight_bytes max_queued_bytes', { value: ANY_WHOLE }),
  ...each('max_queued_messages', { value: ANY_WHOLE }),
  ...each('log_facility', { value: { whole: [0, 7] } }),
  ...each('max_inflight_messages', { value: { whole: [-2_147_483_648, 65_535] } }),
  ...each('sys_interval websockets_headers_size', { value: UP_TO_16_BITS }),
  ...each('max_packet_size', { value: { whole: [20, 2_147_483_647] } }),
  ...each('message_size_limit', { value: { whole: [0, 268_435_455] }, deprecated: '2.0' }),
  ...each('max_keepalive memory_limit', { value: 'own' }),
  ...each('persistent_client_expiration', { value: 'own', mayBeEmpty: true }),
  ...each('persistence_file persistence_location pid_file', { value: 'text' }),
  ...each('log_timestamp_format', { value: 'text' }),
  ...each('clientid_prefixes', { value: 'text', twice: '2.1', deprecated: '2.0' }),
  ...each('user', { value: 'text', twice: '2.1' }),
  ...each('retry_interval', { value: 'any', deprecated: '2.0' }),
  ...each('include_dir log_dest websockets_log_level', { value: 'own' }),
  ...each('log_type', {
    value: { words: [...LOG_TYPES.split(' '), 'websockets', 'all'] },
    mayBeEmpty: true,
  }),
  ...each('enable_control_api', { value: 'flag', only: '2.1' }),
  ...each('global_max_clients global_max_connections', { value: ANY_WHOLE, only: '2.1' }),
  ...each('packet_buffer_size', { value: UP_TO_16_BITS, only: '2.1' }),
  ...each('retain_expiry_interval', { value: { whole: [1, 2_147_483_647] }, only: '2.1' }),
];

const SECURITY: readonly [string, ConfRule][] = [
  ...each('acl_file password_file', {
    value: 'text',
    of: 'security',
    twice: '2.1',
    deprecated: '2.1',
  }),
  ...each('psk_file', { value: 'text', of: 'security', twice: '2.1' }),
  ...each('auto_id_prefix', { value: 'text', of: 'security', deprecated: '2.1' }),
  ...each('allow_anonymous allow_zero_length_clientid', { value: 'flag', of: 'security' }),
  ...each('plugin auth_plugin', { value: 'own', of: 'security' }),
  ...each('global_plugin plugin_load', { value: 'own', only: '2.1' }),
  ...each('plugin_use', { value: 'own', only: '2.1', of: 'listener', needs: 'own-listener' }),
  ...each('auth_plugin_deny_special_chars', { value: 'flag', of: 'plugin' }),
];

const LISTENER: readonly [string, ConfRule][] = [
  ...each('listener', { value: 'own' }),
  ...each('port', { value: 'own', deprecated: '2.0' }),
  ...each('bind_address', { value: 'text', deprecated: '2.0' }),
  ...each('bind_interface psk_hint tls_engine', { value: 'text', of: 'listener' }),
  ...each('capath certfile ciphers ciphers_tls1.3 crlfile keyfile', {
    value: 'text',
    of: 'listener',
    twice: '2.1',
  }),
  ...each('cafile', { value: 'text', of: 'listener', twice: '2.1', needs: 'listener' }),
  ...each('mount_point', { value: 'own', of: 'listener', twice: '2.1', needs: 'listener' }),
  ...each('http_dir tls_version', { value: 'text', of: 'listener', needs: 'listener' }),
  ...each('dhparamfile tls_engine_kpass_sha1', { value: 'own', of: 'listener' }),
  ...each('tls_keyform', { value: 'text', of: 'listener', twice: 'both' }),
  ...each('require_certificate use_identity_as_username', { value: 'flag', of: 'listener' }),
  ...each('use_subject_as_username use_username_as_clientid', { value: 'flag', of: 'listener' }),
  ...each('max_qos maximum_qos', { value: { whole: [0, 2] }, of: 'listener' }),
  ...each('max_connections', { value: ANY_WHOLE, of: 'listener', mayBeEmpty: true }),
  ...each('max_topic_alias', { value: UP_TO_16_BITS, of: 'listener', needs: 'listener' }),
  ...each('protocol', { value: 'own', of: 'listener', mayBeEmpty: true }),
  ...each('socket_domain', { value: { words: ['ipv4', 'ipv6'] }, of: 'listener' }),
  ...each('accept_protocol_versions', {
    value: 'own',
    of: 'listener',
    only: '2.1',
    needs: 'own-listener',
  }),
  ...each('disable_client_cert_date_checks listener_allow_anonymous', {
    value: 'flag',
    of: 'listener',
    only: '2.1',
    needs: 'listener',
  }),
  ...each('proxy_protocol_v2_require_tls', {
    value: 'flag',
    of: 'listener',
    only: '2.1',
    needs: 'listener',
  }),
  ...each('enable_proxy_protocol', {
    value: { whole: [1, 2] },
    of: 'listener',
    only: '2.1',
    needs: 'listener',
  }),
  ...each('max_topic_alias_broker', {
    value: UP_TO_16_BITS,
    of: 'listener',
    only: '2.1',
    needs: 'listener',
  }),
  ...each('listener_auto_id_prefix websockets_origin', {
    value: 'text',
    of: 'listener',
    only: '2.1',
    needs: 'listener',
  }),
];

const BRIDGE: readonly [string, ConfRule][] = [
  ...each('connection', { value: 'own' }),
  ...each('address addresses topic restart_timeout', { value: 'own', of: 'bridge' }),
  ...each('bridge_protocol_version', { value: 'own', of: 'bridge' }),
  ...each('bridge_attempt_unsubscribe bridge_insecure', { value: 'flag', of: 'bridge' }),
  ...each('bridge_outgoing_retain bridge_require_ocsp', { value: 'flag', of: 'bridge' }),
  ...each('cleansession local_cleansession notifications', { value: 'flag', of: 'bridge' }),
  ...each('notifications_local_only round_robin try_private', { value: 'flag', of: 'bridge' }),
  ...each('bridge_alpn bridge_bind_address bridge_cafile', { value: 'text', of: 'bridge' }),
  ...each('bridge_capath bridge_certfile bridge_identity', { value: 'text', of: 'bridge' }),
  ...each('bridge_psk bridge_tls_version', { value: 'text', of: 'bridge' }),
  ...each('bridge_keyfile', { value: 'text', of: 'bridge', twice: '2.1' }),
  ...each('clientid remote_clientid local_clientid', { value: 'text', of: 'bridge' }),
  ...each('local_password local_username password', { value: 'text', of: 'bridge' }),
  ...each('remote_password remote_username username', { value: 'text', of: 'bridge' }),
  ...each('notification_topic', { value: 'text', of: 'bridge' }),
  ...each('bridge_max_packet_size idle_timeout threshold', { value: ANY_WHOLE, of: 'bridge' }),
  ...each('keepalive_interval', { value: { whole: [-2_147_483_648, 65_535] }, of: 'bridge' }),
  ...each('start_type', { value: { words: ['automatic', 'lazy', 'once'] }, of: 'bridge' }),
  ...each('bridge_ciphers bridge_ciphers_tls1.3', { value: 'text', of: 'bridge', only: '2.1' }),
  ...each('bridge_max_topic_alias', { value: UP_TO_16_BITS, of: 'bridge', only: '2.1' }),
  ...each('bridge_receive_maximum', { value: { whole: [1, 65_535] }, of: 'bridge', only: '2.1' }),
  ...each('bridge_session_expiry_interval bridge_tcp_user_timeout', {
    value: { whole: [0, 2_147_483_647] },
    of: 'bridge',
    only: '2.1',
  }),
  ...each('bridge_reload_type', {
    value: { words: ['lazy', 'immediate'] },
    of: 'bridge',
    only: '2.1',
  }),
  ...each('bridge_tls_use_os_certs', { value: 'flag', of: 'bridge', only: '2.1' }),
  ...each('bridge_tcp_keepalive', { value: 'own', of: 'bridge', only: '2.1' }),
];

const RULES = new Map([...BROKER, ...SECURITY, ...LISTENER, ...BRIDGE]);
const PLUGIN_OPTION: ConfRule = { value: 'own', of: 'plugin' };

/** Whether the option goes to a plugin: `plugin_opt_…`, or `auth_opt_…` as it was called before. */
export function pluginOptionKey(name: string): string | undefined {
  return /^(?:plugin|auth)_opt_(.*)$/s.exec(name)?.[1];
}

/** What the broker knows about an option; nothing where it does not know the option. */
export function confRule(name: string, line: BrokerLine): ConfRule | undefined {
  const rule = pluginOptionKey(name) === undefined ? RULES.get(name) : PLUGIN_OPTION;
  return rule?.only === undefined || rule.only === line ? rule : undefined;
}
