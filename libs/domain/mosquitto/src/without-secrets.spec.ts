import { describe, expect, it } from '@jest/globals';
import { withoutSecrets } from './without-secrets.js';

const HASH = Buffer.alloc(64).toString('base64');
const SALT = Buffer.alloc(12).toString('base64');
const shown = (text: string) => withoutSecrets(new TextEncoder().encode(text));

describe('the state of the plugin without secrets', () => {
  it('has marks in place of them, and is else the same', () => {
    expect(
      shown(
        `{\t"clients": [{"username":\t"ü",\n "PassWord": "${HASH}", "salt":"${SALT}", "iterations": 101 },\n{"encoded_password":"$7$1$${SALT}$${HASH}"}]}\n`,
      ),
    ).toBe(
      '{\t"clients": [{"username":\t"ü",\n "PassWord": "…", "salt":"…", "iterations": 1 },\n{"encoded_password":"…"}]}\n',
    );
  });

  it.each([
    ['a password in plain text', '{"password":"secret"}', '{"password":""}'],
    ['one with an escape in its name', '{"p\\u0061ssword":"secret"}', '{"p\\u0061ssword":""}'],
    ['one whose name has a mistake', '{"pasword_hash":"secret"}', '{"pasword_hash":""}'],
    ['one by its look', `{"paswort":"$7$1$${SALT}$${HASH}"}`, '{"paswort":""}'],
    ['one over several lines', '{"salt":"se\ncr\net"}', '{"salt":"\n\n"}'],
    ['one in a list', '{"password":[1,\n"secret"]}', '{"password":[\n]}'],
    ['one in an object', '{"password":{"a":"secret"}}', '{"password":{}}'],
    ['repeated ones', '{"salt":"secret","salt":"secret"}', '{"salt":"","salt":""}'],
    ['numbers', '{"password":123456,"salt":0}', '{"password":1,"salt":0}'],
    ['no flag', '{"password":true,"salt":null}', '{"password":true,"salt":null}'],
    ['what follows the state', '{}\n{"password":\n"secret"}', '{}\n…\n'],
    ['what follows a NUL byte', '{}\u0000"secret"', '{}…'],
    ['what follows a fault', '{"a":1,}\n"secret"', '{"a":1,…\n'],
    ['a string with a fault', '{"password":"secret\\q\n"}', '{"password":…\n'],
    ['a string without an end', '{"password":"secret', '{"password":…'],
    ['a list with a fault', '{"password":["secret",\n!', '{"password":[\n]…'],
    ['a name without its quote', '{"password:"secret"}', '{"password:"…'],
  ])('leaves out %s', (_, text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('keeps names that look like secrets', () => {
    const text = JSON.stringify({ roles: [{ rolename: HASH, acls: [{ topic: HASH }] }] });
    expect(shown(text)).toBe(text);
  });

  it('keeps salts of both lengths apart, since 2.0 reads only one', () => {
    expect(shown(`{"salt":"${HASH}"}`)).toBe('{"salt":"……"}');
  });

  it('walks a deep file without end', () => {
    const deep = '{"password":'.repeat(900);
    expect(shown(`[${deep}1${'}'.repeat(900)}]`)).toBe('[{"password":{}}]');
  });
});
