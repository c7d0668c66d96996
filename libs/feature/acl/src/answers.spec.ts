import { describe, expect, it } from '@jest/globals';
import { brokerVersion, bytesOf, parseAclFile, type BrokerVersion } from '#domain/mosquitto';
import { Answerer, clientOf } from './answers.js';

/** Answers by an acl_file. */
const answerer = (rules: string) =>
  new Answerer({
    broker: brokerVersion('2.0') as BrokerVersion,
    allowAnonymous: true,
    aclFile: parseAclFile(bytesOf(rules)),
  });

const rules = (count: number) =>
  ['user u', ...Array.from({ length: count }, (_, i) => `topic write a/${i}`)].join('\n');
const question = { username: 'u', action: 'publish' } as const;

describe('the steps of an answer', () => {
  it('are all there are, in the order of the broker', () => {
    const { steps, stepsLeftOff } = answerer(rules(490)).answer({ ...question, topic: 'a/7' });
    expect(steps.map(({ by }) => by.line).filter(Number)).toEqual(
      Array.from({ length: 490 }, (_, i) => i + 2),
    );
    expect(stepsLeftOff).toBe(0);
  });

  it('are five hundred at most, those that match before all others', () => {
    const { steps, stepsLeftOff, by } = answerer(rules(2_000)).answer({
      ...{ ...question, topic: 'a/1900' },
    });
    expect([steps.length, stepsLeftOff]).toEqual([500, 1_503]);
    expect(by).toMatchObject({ line: 1_902 });
    const deciding = steps.filter(({ outcome }) => outcome === 'decides');
    expect(deciding).toEqual([{ by, outcome: 'decides' }]);
    const lines = steps.flatMap((step) => step.by.line ?? []);
    expect(lines).toEqual(lines.toSorted((one, other) => one - other));
  });

  it('are 20,000 at most in all answers; the rule that decides is always told', () => {
    const asked = answerer(rules(600));
    const answers = Array.from({ length: 60 }, (_, i) =>
      asked.answer({ ...question, topic: `a/${i}` }),
    );
    const counts = answers.map(({ steps }) => steps.length);
    expect(counts.reduce((sum, count) => sum + count)).toBe(20_000);
    expect(counts.at(-1)).toBe(0);
    expect(answers.at(-1)).toMatchObject({ allowed: true, by: { line: 61 }, stepsLeftOff: 603 });
  });
});

describe('who asks', () => {
  it.each([
    [{}, { clientId: '' }],
    [{ username: null }, { clientId: '' }],
    [{ username: '', clientId: 'c' }, { clientId: 'c' }],
    [{ username: 'u' }, { username: 'u', clientId: 'u' }],
    [
      { username: 'u', clientId: '' },
      { username: 'u', clientId: '' },
    ],
    [
      { username: 'u', clientId: 'c' },
      { username: 'u', clientId: 'c' },
    ],
  ])('%p is the client %p', (given, client) => {
    expect(clientOf(given)).toEqual(client);
  });
});
