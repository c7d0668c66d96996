import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import { IsOpenFilter, IsOpenTopic } from './is-open-topic.js';

class Wish {
  @IsOpenTopic()
  topic = 'a';

  @IsOpenFilter()
  filter = 'a';
}

/** What is said to be wrong with the two. */
function faults(topic: string, filter = topic): string[] {
  return validateSync(Object.assign(new Wish(), { topic, filter })).flatMap(({ constraints }) =>
    Object.values(constraints ?? {}),
  );
}

describe('what operators may publish to and delete', () => {
  it.each(['plant/a', '$share', 'a/$SYS', '$SYSTEM/a', '/'])('may be %s', (topic) => {
    expect(faults(topic, topic === '$share' ? 'a' : topic)).toEqual([]);
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])(
    'may begin with %s, which every object has',
    (name) => {
      expect(faults(name)).toEqual([]);
      expect(faults(`${name}/a`, `${name}/#`)).toEqual([]);
    },
  );

  it.each(['$SYS', '$SYS/broker/uptime', '$CONTROL/broker/v1'])('is not %s', (topic) => {
    expect(faults(topic)).toEqual([
      expect.stringMatching(/^topic: .*\$(SYS|CONTROL)/),
      expect.stringMatching(/^filter: .*\$(SYS|CONTROL)/),
    ]);
  });

  it('is no shared subscription', () => {
    expect(faults('a', '$share/group/a')).toEqual([expect.stringContaining('shared subscription')]);
  });
});
