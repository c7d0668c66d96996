import { describe, expect, it } from '@jest/globals';
import {
  includedFolders,
  parseBrokerConfig,
  printBrokerConfig,
  settingsOf,
} from './broker-config.js';
import { brokerVersion, type BrokerLine } from './broker-version.js';
import { bytesOf, textOf } from './text.js';

type Files = Readonly<Record<string, Readonly<Record<string, string>>>>;

function parse(text: string, line: BrokerLine = '2.0', folders: Files = {}) {
  const contents = Object.entries(folders).map(
    ([folder, files]) =>
      [
        folder,
        new Map(Object.entries(files).map(([name, lines]) => [name, bytesOf(lines)])),
      ] as const,
  );
  const files = { path: 'main', bytes: bytesOf(text), folders: new Map(contents) };
  return parseBrokerConfig(files, brokerVersion(line)!);
}

/** Problems in short: where, what comes of it, and why. */
const problems = (text: string, line?: BrokerLine, folders?: Files) =>
  parse(text, line, folders).problems.map(
    ({ path, line: number, column, effect, reason }) =>
      `${path}:${number}:${column} ${effect}: ${reason}`,
  );

describe('mosquitto.conf', () => {
  it('is read as options, each with its value and where it stands', () => {
    const text = '# a comment\n\nlistener  1883   127.0.0.1 \r\n  acl_file \t/a b/c \nport 1884';
    const config = parse(text);
    expect(config.settings).toEqual([
      {
        name: 'listener',
        value: '1883   127.0.0.1',
        path: 'main',
        line: 3,
        column: 1,
        deprecated: false,
      },
      { name: 'acl_file', value: '/a b/c', path: 'main', line: 4, column: 3, deprecated: false },
      { name: 'port', value: '1884', path: 'main', line: 5, column: 1, deprecated: true },
    ]);
    expect(config.problems).toEqual([]);
    expect(settingsOf(config, 'port')).toMatchObject([{ value: '1884' }]);
    expect(textOf(printBrokerConfig(config).get('main')!)).toBe(text);
  });

  it.each<readonly [string, string, string]>([
    [
      'an option that nobody knows',
      'nonsense 5',
      '1:1 refuses: "nonsense" is no option of Mosquitto 2.0.',
    ],
    [
      'one that is too new',
      'plugin_use x',
      '1:1 refuses: "plugin_use" is an option of Mosquitto 2.1, not of 2.0.',
    ],
    ['a tab', '\tport 1', '1:1 refuses: A tab does not separate words here; only spaces do.'],
    [
      'a comment behind spaces',
      '  # x',
      '1:3 refuses: A comment begins in the first column, without spaces before it.',
    ],
    ['a byte order mark', '\uFEFFport 1', '1:1 refuses: The file begins with a byte order mark'],
    ['a value that is missing', 'acl_file  ', '1:10 refuses: The value is missing.'],
    ['a flag that is none', 'persistence yes', '1:13 refuses: Here stands true or false.'],
    [
      'a word that is none of those',
      'log_type loud',
      '1:10 refuses: Here stands one of: none, information',
    ],
    [
      'a number out of range',
      'port  70000',
      '1:7 refuses: 70000 is out of range: it is from 1 to 65535.',
    ],
    ['a number that is none', 'sys_interval 5s', '1:14 misreads: The broker reads this as 5.'],
    [
      'a text that is no UTF-8',
      'pid_file \udcff',
      '1:10 refuses: A value is UTF-8 without control',
    ],
    ['a second text', 'pid_file a\npid_file b', '2:1 refuses: "pid_file" is given already'],
    [
      'a second log file',
      'log_dest file a\nlog_dest file b',
      '2:1 refuses: The broker logs into one',
    ],
    [
      'security above the switch',
      'allow_anonymous true\nper_listener_settings true',
      '2:1 refuses: per_listener_settings stands above',
    ],
    [
      'a mount point without a listener',
      'mount_point x',
      '1:1 refuses: "mount_point" needs a listener above it.',
    ],
    [
      'an option of no plugin',
      'plugin_opt_abc x',
      '1:1 refuses: "plugin_opt_abc" needs a plugin above it.',
    ],
    [
      'a short name of an option',
      'plugin p\nplugin_opt_ab x',
      '2:1 refuses: The name of an option of a plugin has',
    ],
    ['an option of no bridge', 'topic #', '1:1 refuses: "topic" needs a connection above it.'],
    [
      'a bridge without an address',
      'connection x\ntopic #',
      '1:1 refuses: The bridge has no address.',
    ],
    [
      'a bridge without a topic',
      'connection x\naddress a',
      '1:1 refuses: The bridge has no topic.',
    ],
    [
      'a topic in a wrong direction',
      'connection x\naddress a\ntopic # up',
      '3:9 refuses: After the topic stands out',
    ],
    ['a NUL byte', 'port 1\0', '1:7 misreads: A NUL byte ends the line'],
    ['an empty value that does no harm', 'protocol', '1:10 ignores: The value is missing.'],
    [
      'a socket without a path',
      'listener 0',
      '1:10 refuses: A listener with port 0 needs the path',
    ],
  ])('reports %s', (_, text, problem) => {
    expect(problems(text)[0]).toContain(`main:${problem}`);
  });

  it('is read alike by both lines of the broker, but for some', () => {
    const twice = 'listener 1\nacl_file a\nacl_file b';
    expect(problems(twice)).toHaveLength(1);
    expect(problems(twice, '2.1')).toEqual([]);
    expect(problems('sys_interval 5s', '2.1')).toEqual([
      'main:1:14 refuses: Here stands a whole number of 32 bits.',
    ]);
    expect(problems('sys_interval 010', '2.0')).toEqual([
      'main:1:14 misreads: The broker reads this as 10.',
    ]);
    expect(problems('sys_interval 010', '2.1')).toEqual([
      'main:1:14 misreads: The broker reads this as 8.',
    ]);
    expect(problems('protocol', '2.1')).toEqual(['main:1:10 refuses: The value is missing.']);
    expect(problems('cafile x')).toEqual([]);
    expect(problems('cafile x', '2.1')).toEqual([
      'main:1:1 refuses: "cafile" needs a listener above it.',
    ]);
    expect(problems('per_listener_settings true\nacl_file a', '2.1')).toEqual([
      'main:2:1 refuses: "acl_file" needs a listener above it.',
    ]);
    expect(problems('persistent_client_expiration 5s')).toHaveLength(1);
    expect(problems('persistent_client_expiration 5s', '2.1')).toEqual([]);
    expect(problems('port 1\naccept_protocol_versions 5', '2.1')).toHaveLength(1);
    expect(problems('listener 1\naccept_protocol_versions 5', '2.1')).toEqual([]);
    expect(parse('listener 1\nacl_file a', '2.1').settings[1]?.deprecated).toBe(true);
    expect(parse('listener 1\nacl_file a', '2.0').settings[1]?.deprecated).toBe(false);
  });

  it('has certificates and keys together in 2.1', () => {
    const reason = 'A listener with certificates needs both certfile and keyfile.';
    for (const option of ['certfile', 'keyfile', 'cafile', 'capath']) {
      expect(problems(`listener 1\n${option} x`)).toEqual([]);
      expect(problems(`listener 1\n${option} x`, '2.1')).toEqual([`main:2:1 refuses: ${reason}`]);
    }
    expect(problems('listener 1\ncertfile x\nkeyfile y\ncafile z', '2.1')).toEqual([]);
    expect(problems('listener 1\ncertfile x\nlistener 2\nkeyfile y', '2.1')).toHaveLength(2);
  });

  it('is about the whole broker where an option has nothing to do with listeners', () => {
    const bridge = 'connection a\naddress b\ntopic #';
    const text = `per_listener_settings true\n${bridge}\nlistener 5`;
    expect(parse(text, '2.1').listeners).toMatchObject([{ port: 5 }]);
  });

  it('has topics in quotes in 2.1', () => {
    const bridge = (topic: string) => `connection a\naddress b\ntopic ${topic}`;
    expect(problems(bridge('"a b" in 1 x/ y/'), '2.1')).toEqual([]);
    expect(problems(bridge('"a b" in'), '2.0')[0]).toContain('main:3:10 refuses: After the topic');
    expect(problems(bridge('"a b'), '2.1')[0]).toContain('main:3:7 refuses: The closing quote');
  });
});

describe('include_dir', () => {
  const folders = {
    d: {
      'b.conf': 'port 1',
      'a.conf': 'sys_interval 1',
      'B.conf': 'sys_interval x',
      '.z.conf': 'sys_interval 2',
      'no.txt': 'nonsense',
      '.conf': 'nonsense',
    },
  };

  it('includes the files of a folder by their names, hidden ones too', () => {
    const { files } = parse('include_dir d', '2.0', folders);
    expect(files.map(({ path }) => path)).toEqual([
      'main',
      'd/.z.conf',
      'd/a.conf',
      'd/B.conf',
      'd/b.conf',
    ]);
  });

  it('has each fault in its own file', () => {
    expect(problems('include_dir d', '2.1', folders)).toEqual([
      'd/B.conf:1:14 refuses: Here stands a whole number of 32 bits.',
    ]);
  });

  it('is all that stands behind the first space', () => {
    expect(problems('include_dir  d', '2.0', folders)).toEqual([
      'main:1:1 refuses: The folder cannot be opened.',
    ]);
    const text = 'include_dir d\ninclude_dir  d\ninclude_dir d\n# include_dir e\ninclude_dir';
    expect(includedFolders(bytesOf(text))).toEqual(['d', ' d']);
  });

  it('stands in the main file only', () => {
    const nested = { d: { 'a.conf': 'include_dir e' } };
    const reason = 'Only the main file can include others.';
    expect(problems('include_dir d', '2.0', nested)).toEqual([`d/a.conf:1:1 ignores: ${reason}`]);
    expect(problems('include_dir d', '2.1', nested)).toEqual([`d/a.conf:1:1 refuses: ${reason}`]);
  });

  it('begins anew in each file: what stands above in another one does not count', () => {
    const inner = { d: { 'a.conf': 'plugin_opt_abc x' } };
    expect(problems('plugin p\ninclude_dir d', '2.0', inner)).toHaveLength(1);
    expect(problems('plugin p\ninclude_dir d\nplugin_opt_abc x', '2.0', { d: {} })).toEqual([]);
  });
});
