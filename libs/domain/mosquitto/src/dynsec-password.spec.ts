import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { parseDynsecState, printDynsecState } from './parse-dynsec-state.js';

const parse = (state: unknown) => parseDynsecState(new TextEncoder().encode(JSON.stringify(state)));

const HASH = Buffer.alloc(64).toString('base64');
const SALT = Buffer.alloc(12).toString('base64');
const LONG_SALT = Buffer.alloc(64).toString('base64');
const PASSWORD = { password: HASH, salt: SALT, iterations: 101 };
const passwordOf = (members: object) => {
  const [client] = parse({ clients: [{ username: 'u', ...members }] }).clients;
  return client?.passwordOnlyFor ?? client?.hasPassword;
};
describe('a password', () => {
  it('is readable for both lines of the broker, one or none', () => {
    const encoded = (salt: string) => ({ encoded_password: `$7$1000$${salt}$${HASH}` });
    expect(passwordOf({})).toBe(false);
    expect(passwordOf(PASSWORD)).toBe(true);
    expect(passwordOf({ ...PASSWORD, salt: LONG_SALT })).toBe('2.1');
    expect(passwordOf(encoded(LONG_SALT))).toBe('2.1');
    expect(passwordOf(encoded(SALT))).toBe('2.1');
    expect(passwordOf({ ...encoded(LONG_SALT), ...PASSWORD })).toBe(true);
    expect(passwordOf({ ...PASSWORD, encoded_password: 'x' })).toBe('2.0');
    expect(passwordOf({ encoded_password: `$6$${SALT}$${HASH}` })).toBe('2.1');
    expect(passwordOf({ ...PASSWORD, iterations: 101.7 })).toBe(true);
  });

  it.each<readonly [string, object]>([
    ['is missing', { salt: SALT, iterations: 101 }],
    ['is no base64', { ...PASSWORD, password: `${HASH.slice(1)}!` }],
    ['is too short', { ...PASSWORD, password: SALT }],
    ['has another salt', { ...PASSWORD, salt: 'MQ==' }],
    ['has no padding', { ...PASSWORD, password: HASH.slice(0, -2) }],
    ['has no iterations', { ...PASSWORD, iterations: 0 }],
    ['has iterations as text', { ...PASSWORD, iterations: '101' }],
    ['has no iterations in one piece', { encoded_password: `$7$0$${SALT}$${HASH}` }],
    ['is of an unknown kind', { encoded_password: `$8$${SALT}$${HASH}` }],
  ])('that %s is none', (_, members) => {
    expect(passwordOf(members)).toBe(false);
  });

  it('stands nowhere in the state but in the bytes that have to be asked for', () => {
    const client = { username: 'u', ...PASSWORD, encoded_password: `$7$1$${SALT}$${HASH}` };
    const state = parse({ clients: [client] });
    expect(printDynsecState(state).length).toBeGreaterThan(0);
    expect(JSON.stringify(state) + inspect(state, { depth: null })).not.toContain('AAAA');
  });
});
