import fc from 'fast-check';

/**
 * Values of options by the option: some that the broker takes, then some that it does not, or not as they look.
 * `@P` and `@Q` stand for free ports, `@F` for an empty file, `@I` for a folder with files to include.
 */
const VALUES: Readonly<Record<string, readonly [good: readonly string[], odd: readonly string[]]>> =
  {
    listener: [
      ['@Q 127.0.0.1', '@Q 127.0.0.1 more', '@Q 127.0.0.1 # x'],
      ['', '70000', '-1', '0', '0 # x'],
    ],
    port: [['@Q'], ['', '0', 'x', '65536', '@Qx']],
    bind_address: [['127.0.0.1'], ['', '\u0001']],
    per_listener_settings: [
      ['true', 'false', '0', '1'],
      ['yes', '', 'true\t'],
    ],
    allow_anonymous: [
      ['true', 'false', 'true # x'],
      ['TRUE', '2', ''],
    ],
    allow_zero_length_clientid: [['true', 'false'], ['x']],
    acl_file: [
      ['@F', '  @F  '],
      ['', ' ', '\t@F\tx'],
    ],
    password_file: [['@F'], ['']],
    psk_file: [['@F'], ['']],
    auto_id_prefix: [
      ['x', 'é'],
      ['', 'a\tb', '\udcff'],
    ],
    check_retain_source: [['true'], ['on']],
    autosave_interval: [
      ['5', '-5'],
      ['', 'x', '5x'],
    ],
    autosave_on_changes: [['false'], ['5']],
    allow_duplicate_messages: [['true'], ['x']],
    clientid_prefixes: [['pro'], ['']],
    connection_messages: [['true'], ['']],
    include_dir: [['@I'], ['', ' @I', '@I/none', '@I ']],
    log_dest: [
      ['stderr', 'stdout # x', 'topic', 'none', 'file @F.log'],
      ['', 'x', 'file', 'file  '],
    ],
    log_facility: [
      ['0', '7'],
      ['8', '-1', 'x'],
    ],
    log_timestamp: [['true'], ['x']],
    log_timestamp_format: [['%Y'], ['']],
    log_type: [
      ['all', 'none', 'websockets', 'error warning'],
      ['', 'everything'],
    ],
    max_connections: [
      ['100', '-1'],
      ['', 'x'],
    ],
    max_inflight_bytes: [
      ['0', '-1', '100'],
      ['', 'x'],
    ],
    max_inflight_messages: [
      ['0', '65535', '-3'],
      ['65536', '4294967297'],
    ],
    max_keepalive: [
      ['65535', '60'],
      ['65536', '-1'],
    ],
    max_packet_size: [
      ['20', '1000'],
      ['19', 'x'],
    ],
    max_qos: [
      ['2', '1'],
      ['3', '-1'],
    ],
    max_queued_bytes: [['0'], ['']],
    max_queued_messages: [['5'], ['']],
    max_topic_alias: [
      ['0', '65535'],
      ['', '65536'],
    ],
    maximum_qos: [['2', '0'], ['3']],
    memory_limit: [['100000000'], ['', '-1', '100000000x']],
    message_size_limit: [
      ['0', '268435455'],
      ['268435456', '-1', ''],
    ],
    mount_point: [['x/'], ['a/+', '#', '']],
    persistence_file: [['x.db'], ['']],
    persistence_location: [['/'], ['']],
    persistent_client_expiration: [
      ['1h', '3y', '5d # x'],
      ['', '5', '0h', '5s', 'h', 'xd'],
    ],
    protocol: [['mqtt'], ['', 'http_api', 'MQTT']],
    queue_qos0_messages: [['true'], ['x']],
    require_certificate: [['false', 'true'], ['x']],
    retain_available: [['true'], ['x']],
    retained_persistence: [['false'], ['x']],
    retry_interval: [['', 'x'], []],
    set_tcp_nodelay: [['true'], ['x']],
    socket_domain: [['ipv4'], ['ipv5', '']],
    sys_interval: [
      ['0', '65535'],
      ['65536', '-1'],
    ],
    upgrade_outgoing_qos: [['true'], ['x']],
    use_username_as_clientid: [['false'], ['x']],
    websockets_headers_size: [['0', '65535'], ['65536']],
    websockets_log_level: [['0', '-5'], ['']],
    plugin_opt_key: [[], ['value']],
    address: [[], ['127.0.0.1']],
    topic: [[], ['#']],
    nonsense: [[], ['true']],
    plugin_load: [[], ['name path']],
    '\tport': [[], ['@Q']],
    '#': [[], ['x']],
  };

const BRIDGE_VALUES: typeof VALUES = {
  bridge_attempt_unsubscribe: [['true'], ['x']],
  bridge_max_packet_size: [['-1', '5'], ['']],
  bridge_protocol_version: [
    ['mqttv31', 'mqttv50'],
    ['mqttv50 ', ' mqttv311', '5', ''],
  ],
  cleansession: [['true'], ['x']],
  clientid: [['a'], ['', 'a\tb']],
  idle_timeout: [['5', '0', 'x'], ['']],
  keepalive_interval: [['60', '1'], ['65536']],
  local_clientid: [['a', 'local.b'], ['']],
  local_username: [['u'], ['']],
  notifications: [['false'], ['x']],
  notification_topic: [['a/#'], ['']],
  remote_clientid: [['b'], ['']],
  restart_timeout: [
    ['5', '5 30', '0 1', 'x'],
    ['', '30 5'],
  ],
  round_robin: [['true'], ['x']],
  start_type: [
    ['once', 'lazy'],
    ['manual', ''],
  ],
  threshold: [['5', '-5'], ['']],
  topic: [
    [
      'a',
      'a+b',
      'a out',
      'a IN 1',
      'a both 2 x/ y/',
      '"" out 0 x y',
      'a out # 9',
      'a out 256 "" "" z',
    ],
    [
      '',
      'a up',
      'a out 3',
      'a out -1',
      '"" out 0 x',
      'a out 0 +/ y',
      'a+ in 0 x/',
      '#/a in 0 "" x/',
    ],
  ],
  try_private: [['true'], ['x']],
  username: [['u'], ['']],
  address: [
    ['127.0.0.1:1', '127.0.0.1:1 ::1:1', 'localhost:1 # x'],
    ['', '# x', '127.0.0.1:0', 'x:y'],
  ],
};

function optionLine(values: typeof VALUES): fc.Arbitrary<string> {
  const [good, odd] = [0, 1].map((index) =>
    Object.entries(values).flatMap(([name, both]) =>
      (both[index] ?? []).map((value) => (value === '' ? name : `${name} ${value}`)),
    ),
  );
  return fc.oneof(
    { weight: 50, arbitrary: fc.constantFrom(...(good ?? [])) },
    { weight: 1, arbitrary: fc.constantFrom(...(odd ?? [])) },
  );
}

const bridge = fc
  .tuple(
    fc.constantFrom('connection a', 'connection b x', 'connection c'),
    fc.constantFrom('address 127.0.0.1:1', 'addresses ::1:1 127.0.0.1:2', 'address [::1]:1', ''),
    fc.constantFrom('topic # in', 'topic a out 1', 'topic "" both 2 a/ b/', ''),
    fc.array(optionLine(BRIDGE_VALUES), { maxLength: 2 }),
  )
  .map((lines) => lines.flat());

const spacing = fc.constantFrom('', '', '', '', ' ', '  ', '\t');

/** Lines as of a mosquitto.conf: the same options over and over, in any order, some with something wrong. */
const linesOf = (maxLength: number): fc.Arbitrary<readonly string[]> =>
  fc
    .array(
      fc.oneof(
        { weight: 20, arbitrary: optionLine(VALUES).map((line) => [line]) },
        { weight: 2, arbitrary: bridge },
        {
          weight: 3,
          arbitrary: fc.constantFrom('', '# comment', '   ', '\r', '#').map((line) => [line]),
        },
        {
          weight: 1,
          arbitrary: fc
            .tuple(spacing, optionLine(VALUES), spacing)
            .map((parts) => [parts.join('')]),
        },
      ),
      { maxLength },
    )
    .map((lines) => lines.flat());

/** The lines of a file that is included. */
export const includedLines = linesOf(2);

/** The text of such a file, now and then with a character changed. */
export const confText: fc.Arbitrary<string> = fc
  .tuple(
    linesOf(1),
    linesOf(5),
    fc.constantFrom('\n', '\n', '\r\n'),
    fc.constantFrom('\n', ''),
    fc.option(fc.tuple(fc.nat(), fc.constantFrom(' ', '\t', '\n', '#', 'x', '0', '-')), {
      freq: 6,
    }),
  )
  .map(([above, below, lineEnd, end, change]) => {
    const own = 'listener @P 127.0.0.1';
    const text = [...above, own, ...below].join(lineEnd) + end;
    if (change === null) return text;
    const at = change[0] % (text.length + 1);
    return text.slice(0, at) + change[1] + text.slice(at + 1);
  });
