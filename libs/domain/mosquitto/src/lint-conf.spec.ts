import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { parseBrokerConfig, type BrokerConfig } from './broker-config.js';
import { brokerVersion } from './broker-version.js';
import { CONF_RULES } from './conf-rules.js';
import { lintBrokerConfig } from './lint-conf.js';
import { settingsForRestart } from './lint-conf-upkeep.js';
import { bytesOf } from './text.js';

function parse(text: string, version: string, included?: string): BrokerConfig {
  const folders =
    included === undefined ? [] : [['d', new Map([['a.conf', bytesOf(included)]])] as const];
  const files = { path: 'main', bytes: bytesOf(text), folders: new Map(folders) };
  return parseBrokerConfig(files, brokerVersion(version)!);
}

/** Each finding in short: its name, and the line or `-`. */
function found(text: string, version = '2.0.11', included?: string): string[] {
  return lintBrokerConfig(parse(text, version, included), version).map(
    ({ code, path, line }) => `${code} ${path === 'main' ? '' : `${path}:`}${line ?? '-'}`,
  );
}

/** What gives no reason to say anything. */
const SEEN = [
  ...['error', 'warning', 'notice', 'information', 'subscribe', 'unsubscribe'].map(
    (type) => `log_type ${type}`,
  ),
  ...['log_dest stderr', 'log_dest topic', 'persistence true'],
].join('\n');
const USERS = 'acl_file /a\npassword_file /p';
const LOCAL = 'listener 1883 127.0.0.1';
const TLS = 'certfile /c\nkeyfile /k';

/** The findings but for what {@link SEEN} sees to. */
const alone = (text: string, version?: string) => found(`${text}\n${SEEN}\n`, version);

describe('a broker that is set up well', () => {
  it.each([
    ['a listener for this machine', `${LOCAL}\n${USERS}`],
    ['one with TLS', `listener 8883\n${TLS}\n${USERS}`],
    ['one with a shared key', `listener 8883\npsk_hint x\npsk_file /s\n${USERS}`],
    ['a Unix socket', `listener 0 /run/s\n${USERS}`],
    [
      'a plugin',
      `listener 8883 ::1\nplugin /x/mosquitto_dynamic_security.so\nplugin_opt_config_file /f`,
    ],
    ['a plugin of somebody else', `${LOCAL}\nplugin /x/go-auth.so`],
    [
      'users by certificate',
      `listener 8883\n${TLS}\nrequire_certificate true\ncrlfile /r\nuse_identity_as_username true\nacl_file /a`,
    ],
    ['no listener and everybody', 'acl_file /a'],
    ['everybody on this machine', `listener 1883 localhost\nallow_anonymous true`],
    ['the same line twice', `${LOCAL}\n${USERS}\nsys_interval 5\nsys_interval 5`],
    ['types that were taken back and given', `${LOCAL}\n${USERS}\nlog_type none`],
  ])('has no finding: %s', (_, text) => {
    expect(alone(text)).toEqual([]);
  });

  it('is told in 2.1 of what will go', () => {
    expect(alone(`${LOCAL}\n${USERS}`, '2.1')).toEqual(['deprecated 2', 'deprecated 3']);
  });
});

describe('the lint of mosquitto.conf', () => {
  it.each([
    ['an unknown option', `${LOCAL}\n${USERS}\nsys_intervall 5`, 'line-refused 4'],
    ['a number that is read otherwise', `${LOCAL}\n${USERS}\nsys_interval 010`, 'line-misread 4'],
    ['a value that is missing', `${LOCAL}\n${USERS}\nprotocol`, 'line-ignored 4'],
    [
      'a value that is overruled',
      `${LOCAL}\n${USERS}\nsys_interval 5\nsys_interval 9`,
      'given-twice 4',
    ],
    [
      'one of a listener',
      `${LOCAL}\n${USERS}\nuse_username_as_clientid true\nuse_username_as_clientid false`,
      'given-twice 4',
    ],
    [
      'rules for all that are overruled',
      `${LOCAL}\n${USERS}\nallow_anonymous true\nallow_anonymous false`,
      'given-twice 4',
    ],
    ['an option that will go', `${LOCAL}\n${USERS}\nretry_interval 5`, 'deprecated 4'],
    ['a relative path', `${LOCAL}\nacl_file acl\npassword_file /p`, 'relative-path 2'],
    ['a relative pid_file', `${LOCAL}\n${USERS}\npid_file p`, 'relative-path 4'],
    ['an open listener', `listener 1883\n${TLS}\nallow_anonymous true`, 'open-to-all 1'],
    ['one of an address', `listener 1883 0.0.0.0\n${TLS}\nallow_anonymous true`, 'open-to-all 1'],
    [
      'any name with any password',
      `listener 1883\n${TLS}\nallow_anonymous true\nacl_file /a`,
      'open-to-all 1',
    ],
    [
      'anonymous clients beside users',
      `listener 1883\n${TLS}\nallow_anonymous true\n${USERS}`,
      'anonymous-allowed 1',
    ],
    ['nobody who is known', LOCAL, 'nobody-enters 1'],
    ['users without rules', `${LOCAL}\npassword_file /p`, 'no-rules 1'],
    [
      'certificates without rules',
      `listener 8883\n${TLS}\nrequire_certificate true\ncrlfile /r\nallow_anonymous true`,
      'no-rules 1',
    ],
    ['no without a listener', 'allow_anonymous false', 'anonymous-overruled 1'],
    [
      'WebSocket for this machine',
      `${LOCAL}\n${USERS}\nlistener 9001 127.0.0.1\nprotocol websockets\n${TLS}`,
      'websockets-everywhere 4',
    ],
    ['the user root', `${LOCAL}\n${USERS}\nuser root`, 'user-root 4'],
    ['no TLS', `listener 1883\n${USERS}`, 'no-tls 1'],
    ['half of a pair', `listener 1883\ncertfile /c\n${USERS}`, 'no-tls 1'],
    ['an old TLS', `listener 8883\n${TLS}\ntls_version tlsv1.1\n${USERS}`, 'old-tls 4'],
    [
      'an old TLS of a bridge',
      `${LOCAL}\n${USERS}\nconnection b\naddress h\ntopic #\nbridge_tls_version tlsv1.1`,
      'old-tls 7',
    ],
    [
      'certificates for ever',
      `listener 8883\n${TLS}\nrequire_certificate true\n${USERS}`,
      'no-revocation 4',
    ],
    [
      'silence about clients',
      `${LOCAL}\n${USERS}\nconnection_messages false`,
      'no-connection-messages 4',
    ],
    ['no figures', `${LOCAL}\n${USERS}\nsys_interval 0`, 'no-figures 4'],
    ['a short queue', `${LOCAL}\n${USERS}\nmax_queued_messages 10`, 'small-queue 4'],
    ['debug lines', `${LOCAL}\n${USERS}\nlog_type debug`, 'log-debug 4'],
    [
      'limits that a reload forgets',
      `${LOCAL}\n${USERS}\nmax_connections 10`,
      'reload-resets-limits 4',
    ],
  ])('finds %s', (_, text, finding) => {
    expect(alone(text)).toEqual([finding]);
  });

  it.each([
    [
      'no log for MCM',
      `${LOCAL}\n${USERS}\npersistence true`,
      ['no-log-topic -', 'log-types-missing -'],
    ],
    ['a log that was taken back', `${LOCAL}\n${USERS}\n${SEEN}\nlog_dest none`, ['no-log-topic -']],
    [
      'memory alone',
      `${LOCAL}\n${USERS}\n${SEEN}\npersistence false # x`,
      ['given-twice 12', 'no-persistence 13'],
    ],
    [
      'a port in the open by the way',
      `max_connections 5\n${SEEN}`,
      ['open-to-all 1', 'no-tls 1', 'reload-resets-limits 1'],
    ],
    [
      'all types',
      `${LOCAL}\n${USERS}\nlog_dest file /l\nlog_dest topic\nlog_type all\npersistence true`,
      ['log-debug 6'],
    ],
    [
      'all types for the topic',
      `${LOCAL}\n${USERS}\nlog_dest topic\nlog_type all\npersistence true`,
      [],
    ],
  ])('finds %s', (_, text, findings) => {
    expect(found(text)).toEqual(findings);
  });

  it.each([
    [
      'an address for WebSocket',
      `listener 9001 ::1\nprotocol websockets`,
      'websockets-everywhere 1',
    ],
    ['limits', `${LOCAL}\nmax_qos 1`, 'reload-resets-limits 2'],
    ['a no without a listener', 'allow_anonymous false', 'anonymous-overruled 1'],
  ])('knows that 2.1 heeds %s', (_, text, finding) => {
    expect(alone(text)).toContain(finding);
    expect(alone(text, '2.1')).not.toContain(finding);
  });

  it('knows what single versions do', () => {
    const text = `per_listener_settings true\n${LOCAL}\n${USERS}`;
    expect(alone(text, '2.0.22')).toEqual(['reload-loses-queues 1']);
    expect(alone(text, '2.0.11')).toEqual([]);
    expect(alone(text, '2.0.23')).toEqual([]);
  });

  it('knows what only 2.1 has', () => {
    const open = `listener 1883 127.0.0.1\nallow_anonymous true\nenable_control_api true`;
    expect(alone(open, '2.1')).toEqual(['control-api-open 3']);
    expect(alone(`acl_file /a\n${open}`, '2.1')).toEqual(['deprecated 1']);
    expect(alone(`${LOCAL}\nacl_file /a\n${USERS}\nacl_file /b`, '2.1')).toContain('given-twice 3');
  });

  it('names the file of each, and the worst first', () => {
    const main = `log_dest topic\ninclude_dir d\n${SEEN}`;
    expect(found(main, '2.0.11', `port 1883\nallow_anonymous true\nno_such x`)).toEqual([
      'line-refused d/a.conf:3',
      'open-to-all d/a.conf:1',
      'no-tls d/a.conf:1',
      'deprecated d/a.conf:1',
    ]);
    const [twice] = lintBrokerConfig(
      parse('sys_interval 1\ninclude_dir d', '2.0', 'sys_interval 2'),
    ).filter(({ code }) => code === 'given-twice');
    expect(twice?.message).toBe('"sys_interval 1" has no effect: d/a.conf:1 sets it to "2".');
  });

  it('lists twenty of a kind, and says how many more there are', () => {
    const config = parse(`${LOCAL}\n${USERS}\n${'no_such x\n'.repeat(1000)}`, '2.0');
    const refused = lintBrokerConfig(config).filter(({ code }) => code === 'line-refused');
    expect(refused).toHaveLength(21);
    expect(refused.at(-1)).toMatchObject({
      path: 'main',
      message: 'There are 980 more findings of this kind, which are not listed.',
    });
  });

  it('says what a reload leaves for a restart', () => {
    const text = `listener 1 ::1\ncertfile /c\nacl_file /a\nplugin /x.so\nplugin_opt_abc 1\nmax_keepalive 60\nsys_interval 2\nconnection b\naddress h`;
    const names = (version: string) =>
      settingsForRestart(parse(text, version)).map(({ name }) => name);
    const inOrder = ['listener', 'certfile', 'plugin', 'plugin_opt_abc', 'max_keepalive'];
    expect(names('2.0')).toEqual([...inOrder, 'connection', 'address']);
    expect(names('2.1')).toEqual(inOrder.filter((name) => name !== 'certfile'));
  });
});

describe('docs/mosquitto-conf.md', () => {
  it('explains every finding, with the remedy that is given', async () => {
    const text = await readFile(
      new URL('../../../../docs/mosquitto-conf.md', import.meta.url),
      'utf8',
    );
    const rows = text.split('\n').filter((line) => /^\| `/.test(line));
    const told = rows.map((row) => {
      const [, code, severity, , hint] = row.split('|').map((cell) => cell.trim());
      return [code?.replaceAll('`', ''), { severity, hint: hint?.replaceAll('`', '') }] as const;
    });
    expect(Object.fromEntries(told)).toEqual(CONF_RULES);
    expect(told).toHaveLength(Object.keys(CONF_RULES).length);
  });
});
