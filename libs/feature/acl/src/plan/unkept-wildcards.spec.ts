import { describe, expect, it } from '@jest/globals';
import { brokerVersion, bytesOf, parseDynsecState, type BrokerLine } from '#domain/mosquitto';
import { unkeptWildcards } from './unkept-wildcards.js';

const STATE = `{"roles":[
  {"rolename":"open","acls":[]},
  {"rolename":"narrow","allowwildcardsubs":false,"acls":[]}
],"clients":[],"groups":[]}`;

const problems = (line: BrokerLine, text?: string) =>
  unkeptWildcards({
    ...{ broker: brokerVersion(line)!, allowAnonymous: false },
    ...(text !== undefined && { dynsec: parseDynsecState(bytesOf(text)) }),
  });

describe('a role that forbids subscriptions with wildcards', () => {
  it('cannot be brought to a plugin that would grant them all the same', () => {
    expect(problems('2.0', STATE)).toMatchObject([
      {
        ...{ file: 'dynsec', line: 3, isFatal: true, effect: 'refuses' },
        reason: expect.stringMatching(
          /^The role narrow forbids .* \(allowwildcardsubs is false\)\.$/,
        ),
        consequence: expect.stringContaining('The plugin of Mosquitto 2.0 has no such setting'),
      },
    ]);
  });

  it('is taken by one that reads it, and there is nothing to say without one', () => {
    expect(problems('2.1', STATE)).toEqual([]);
    expect(problems('2.0', STATE.replace('false', 'true'))).toEqual([]);
    expect(problems('2.0')).toEqual([]);
  });
});
