import { describe, expect, it } from '@jest/globals';
import { brokerVersion, parseDynsecState, type BrokerLine } from '#domain/mosquitto';
import { explain } from './explain.js';
import type { Policy } from './policy.js';

const HASH = Buffer.alloc(64).toString('base64');
const [SALT, LONG_SALT] = [12, 64].map((length) => Buffer.alloc(length).toString('base64'));
const GOOD = { password: HASH, salt: SALT, iterations: 1 };
const ROLES = [
  { rolename: 'r', acls: [{ acltype: 'publishClientSend', topic: '#', allow: true }] },
];

/** Whether a client with these members can log in, and whether it can publish by its role. */
function answers(members: object, line: BrokerLine, rest: Partial<Policy> = {}) {
  const client = { username: 'u', roles: [{ rolename: 'r' }], ...members };
  const state = new TextEncoder().encode(JSON.stringify({ roles: ROLES, clients: [client] }));
  const broker = brokerVersion(line)!;
  const policy = { broker, allowAnonymous: false, dynsec: parseDynsecState(state), ...rest };
  const who = { username: 'u', clientId: 'c' };
  return (['login', 'publish'] as const).map(
    (action) =>
      explain(policy, { client: who, action, topic: action === 'login' ? '' : 't' }).allowed,
  );
}

describe('a client of the plugin', () => {
  it('logs in by a password that the line of the broker can read', () => {
    const encoded = { encoded_password: `$7$1$${LONG_SALT}$${HASH}` };
    expect([answers(GOOD, '2.0'), answers(GOOD, '2.1')]).toEqual([
      [true, true],
      [true, true],
    ]);
    expect([answers(encoded, '2.0'), answers(encoded, '2.1')]).toEqual([
      [false, true],
      [true, true],
    ]);
  });

  it('is not there for 2.0 when its password cannot be read', () => {
    const long = { ...GOOD, salt: LONG_SALT };
    expect([answers(long, '2.0'), answers(long, '2.1')]).toEqual([
      [false, false],
      [true, true],
    ]);
    const broken = { ...GOOD, iterations: 0 };
    expect([answers(broken, '2.0'), answers(broken, '2.1')]).toEqual([
      [false, false],
      [false, true],
    ]);
  });

  it('without a password is left to the password_file by 2.0 and refused by 2.1', () => {
    const passwordFile = { lines: [], users: [{ username: 'u', line: 1 }], problems: [] };
    expect([
      answers({}, '2.0', { passwordFile })[0],
      answers({}, '2.1', { passwordFile })[0],
    ]).toEqual([true, false]);
  });
});
