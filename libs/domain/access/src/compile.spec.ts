import { describe, expect, it } from '@jest/globals';
import { leastTime } from '#testing';
import { brokerVersion, bytesOf, parseAclFile } from '#domain/mosquitto';
import { compile } from './compile.js';
import type { Policy } from './policy.js';

function policyOf(lines: readonly string[], version = '2.0'): Policy {
  const broker = brokerVersion(version);
  if (broker === undefined) throw new Error(`No broker ${version}.`);
  return { broker, allowAnonymous: true, aclFile: parseAclFile(bytesOf(lines.join('\n'))) };
}

function section(rules: number): readonly string[] {
  return ['user ann', ...Array.from({ length: rules }, (_, i) => `topic line/+/nope${i}/#`)];
}

const ann = { username: 'ann', clientId: 'c1' };

describe('a compiled policy', () => {
  it('names the rule that decides, by the order of the broker and not by which fits best', () => {
    const lines = ['user ann', 'topic a/#', 'topic a/b/c', 'topic deny a/+/c', 'pattern deny #'];
    const { decide, deciding } = compile(policyOf(lines));
    expect(decide(ann, 'publish', 'a/b/c')).toBe(false);
    expect(deciding(ann, 'publish', 'a/b/c').because).toMatchObject({ line: 4 });
    expect(deciding(ann, 'receive', 'a/b').because).toMatchObject({ line: 2 });
    expect(deciding(ann, 'receive', 'b').because).toMatchObject({ line: 5 });
  });

  it('tells levels apart whose hashes are the same', () => {
    const [one, other] = ['l6r3x75', 'l2or7xl9'];
    const { decide } = compile(
      policyOf(['user ann', `topic ${one}/x`, `topic deny ${other}/#`, `topic ${other}/y`]),
    );
    expect(decide(ann, 'publish', `${one}/x`)).toBe(true);
    expect(decide(ann, 'publish', `${other}/x`)).toBe(false);
    expect(decide(ann, 'publish', `${one}/y`)).toBe(false);
  });

  it('is made of levels that a simple hash takes for the same as fast as of others', () => {
    const MANY = 2 ** 13;
    const spent = (levels: readonly string[]) => {
      const policy = policyOf(['user ann', ...levels.map((level) => `topic ${level}`)]);
      return leastTime(() => {
        expect(compile(policy).decide(ann, 'publish', levels.at(-1)!)).toBe(true);
      });
    };
    // Aa and BB are the same to the simplest of hashes, and so is everything made of them.
    const made = (one: string, other: string) =>
      Array.from({ length: MANY }, (_, i) =>
        Array.from({ length: 13 }, (_, bit) => ((i >> bit) & 1 ? one : other)).join(''),
      );
    const usual = spent(made('Ab', 'Bc'));
    expect(spent(made('Aa', 'BB'))).toBeLessThan(10 * usual + 50);
  });

  it('fills in nothing for one client that another one is called', () => {
    const { decide } = compile(policyOf(['pattern a/%u']));
    for (const username of ['%u', 'ann', '%u']) {
      const client = { username, clientId: 'c1' };
      expect(decide(client, 'publish', `a/${username}`)).toBe(true);
      expect(decide(client, 'publish', 'a/%u')).toBe(username === '%u');
    }
  });

  it('allows nothing to names and topics that cannot be sent, and says so', () => {
    const { deciding } = compile(policyOf(['pattern #']));
    const rule = (rule: string) => ({ kind: 'broker', rule });
    expect(deciding(ann, 'publish', 'a/+').because).toEqual(rule('malformed-topic'));
    expect(deciding(ann, 'subscribe', 'a+').because).toEqual(rule('malformed-topic'));
    expect(deciding(ann, 'publish', 'é/\u0001').because).toEqual(rule('malformed-topic'));
    expect(deciding(ann, 'publish', '/'.repeat(201)).because).toEqual(rule('malformed-topic'));
    expect(deciding(ann, 'publish', '/'.repeat(200)).because).toMatchObject({ line: 1 });
    expect(deciding({ clientId: 'a\n' }, 'publish', 'a').because).toEqual(rule('malformed-name'));
  });

  it('answers the same for more clients than it can remember', () => {
    const policy = policyOf(['pattern deny x/%u', 'pattern x/+', 'pattern %u/%c']);
    const compiled = compile(policy);
    // Long names take the room of many.
    const names = Array.from({ length: 600 }, (_, i) => `${'long'.repeat(2_000)}${i}`);
    const ask = () =>
      names.map((username, i) => {
        const client = { username, clientId: `c${i}` };
        return [`x/${username}`, 'x/other', `${username}/c${i}`, `${username}/c`].map((topic) =>
          compiled.decide(client, 'receive', topic),
        );
      });
    const wanted = names.map(() => [false, true, true, false]);
    expect(ask()).toEqual(wanted);
    expect(ask()).toEqual(wanted);
  });

  it('asks a thousand rules about as quickly as ten', () => {
    const time = (rules: number) => {
      const { decide } = compile(policyOf(section(rules)));
      return leastTime(() => {
        for (let i = 0; i < 50_000; i++) decide(ann, 'publish', `line/oven/temperature/${i}`);
      });
    };
    expect(time(1_000)).toBeLessThan(10 * time(10) + 50);
  });
});
