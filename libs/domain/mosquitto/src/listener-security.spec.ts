import { describe, expect, it } from '@jest/globals';
import { parseBrokerConfig } from './broker-config.js';
import { brokerVersion, type BrokerLine } from './broker-version.js';
import { listenerSecurity } from './listener-security.js';
import { bytesOf } from './text.js';

function security(text: string, line: BrokerLine = '2.0') {
  const config = parseBrokerConfig({ path: 'main', bytes: bytesOf(text) }, brokerVersion(line)!);
  expect(config.problems.filter(({ effect }) => effect === 'refuses')).toEqual([]);
  return listenerSecurity(config);
}

/** Each listener in short: its port, and whether it lets anonymous clients in. */
const anonymous = (text: string, line?: BrokerLine) =>
  security(text, line).map(({ port, allowAnonymous }) => `${port} ${allowAnonymous}`);

const LINES: readonly BrokerLine[] = ['2.0', '2.1'];
const EACH = 'per_listener_settings true\n';

describe('a listener', () => {
  it.each(LINES)('of %s lets nobody in who has no name unless a line says so', (line) => {
    expect(anonymous('listener 5', line)).toEqual(['5 false']);
    expect(anonymous('listener 5\nallow_anonymous true\nlistener 6', line)).toEqual([
      '5 true',
      '6 true',
    ]);
    expect(anonymous(`${EACH}listener 5\nallow_anonymous true\nlistener 6`, line)).toEqual([
      '5 true',
      '6 false',
    ]);
  });

  it.each(LINES)('of %s has the files for all, or its own', (line) => {
    const text = 'listener 5 a\nacl_file x\nlistener 0 /s\npassword_file y';
    const [x, y] = [2, 4].map((number, i) => ({
      value: ['x', 'y'][i]!,
      path: 'main',
      line: number,
    }));
    expect(security(text, line)).toEqual([
      {
        port: 5,
        address: 'a',
        protocol: 'mqtt',
        allowAnonymous: false,
        aclFile: x,
        passwordFile: y,
        otherPlugins: [],
      },
      {
        port: 0,
        socketPath: '/s',
        protocol: 'mqtt',
        allowAnonymous: false,
        aclFile: x,
        passwordFile: y,
        otherPlugins: [],
      },
    ]);
    const [first, second] = security(EACH + text, line);
    expect([first?.aclFile?.value, first?.passwordFile]).toEqual(['x', undefined]);
    expect([second?.aclFile, second?.passwordFile?.value]).toEqual([undefined, 'y']);
  });

  it.each(LINES)('of %s has the plugin with the file that it is given', (line) => {
    const plugin = '/usr/lib/x/mosquitto_dynamic_security.so';
    const text = `listener 5\nplugin ${plugin}\nplugin_opt_config_file  /d \nauth_plugin /o.so\nplugin_opt_key v`;
    expect(security(text, line)).toMatchObject([
      {
        dynsecFile: { value: '/d ', path: 'main', line: 3 },
        otherPlugins: [{ value: '/o.so', line: 4, options: [{ key: 'key', value: 'v', line: 5 }] }],
      },
    ]);
    expect(security(`listener 5\nplugin ${plugin}`, line)[0]).not.toHaveProperty('dynsecFile');
  });

  it('of 2.1 can have its own word about anonymous clients', () => {
    const text =
      'listener 5\nlistener_allow_anonymous true\nlistener 6\nlistener_allow_anonymous false';
    expect(anonymous(text, '2.1')).toEqual(['5 true', '6 false']);
    expect(anonymous(`${text}\nallow_anonymous true`, '2.1')).toEqual(['5 true', '6 false']);
    expect(anonymous(`listener 7\n${text}\nallow_anonymous true`, '2.1')[0]).toBe('7 true');
  });

  it('of 2.1 can have files by plugins, some for all and some by name', () => {
    const text = `plugin_load acl /p/mosquitto_acl_file.so
plugin_opt_acl_file /acl
global_plugin /p/mosquitto_password_file.so
plugin_opt_password_file /old
plugin_opt_password_file /passwords
listener 5
plugin_use acl
listener 6`;
    expect(
      security(text, '2.1').map(({ aclFile, passwordFile }) => [
        aclFile?.value,
        passwordFile?.value,
      ]),
    ).toEqual([
      ['/acl', '/passwords'],
      [undefined, '/passwords'],
    ]);
  });
});

describe('the default listener', () => {
  it('is opened by port, last in 2.0 and in its place in 2.1', () => {
    const text = 'port 5\nbind_address a\nlistener 6';
    expect(security(text).map(({ port, address }) => [port, address])).toEqual([
      [6, undefined],
      [5, 'a'],
    ]);
    expect(security(text, '2.1').map(({ port }) => port)).toEqual([5, 6]);
  });

  it('is opened by an option above the first listener, for everybody to reach', () => {
    for (const line of LINES) {
      const ports = security('max_connections 5\nlistener 6', line).map(({ port }) => port);
      expect(ports.toSorted()).toEqual([1883, 6]);
    }
  });

  it('is not opened by what holds anyway', () => {
    const usual =
      'max_connections -1\nmax_qos 2\nprotocol mqtt\nrequire_certificate false\nmax_topic_alias 9';
    expect(anonymous(`${usual}\nlistener 6`)).toEqual(['6 false']);
    expect(anonymous(`max_qos 1\nmaximum_qos 2\nlistener 6`)).toEqual(['6 false']);
  });

  it('of 2.0 lets everybody in where each listener has settings of its own and it has none', () => {
    expect(anonymous(`${EACH}port 5`)).toEqual(['5 true']);
    expect(anonymous(`${EACH}port 5`, '2.1')).toEqual(['5 false']);
    expect(anonymous(`${EACH}port 5\nallow_anonymous false`)).toEqual(['5 false']);
    expect(anonymous('port 5')).toEqual(['5 false']);
  });

  it('of 2.0 lets everybody in where no line names a port or an address', () => {
    expect(anonymous('max_connections 5\nallow_anonymous false')).toEqual(['1883 true']);
  });
});

describe('a broker for this machine only', () => {
  it.each(LINES)('of %s is what no listener makes', (line) => {
    expect(security('acl_file a', line)).toMatchObject([
      { port: 1883, address: 'localhost', allowAnonymous: true, aclFile: { value: 'a' } },
    ]);
  });

  it('of 2.0 lets everybody in, whatever the file says', () => {
    expect(anonymous('allow_anonymous false')).toEqual(['1883 true']);
    expect(anonymous('allow_anonymous false', '2.1')).toEqual(['1883 false']);
  });

  it('of 2.0 has no rules where each listener has its own', () => {
    expect(security(`${EACH}acl_file a`)[0]).not.toHaveProperty('aclFile');
  });

  it('of 2.1 is not changed by options of a listener', () => {
    expect(security('max_connections 5', '2.1')).toMatchObject([{ address: 'localhost' }]);
  });
});
