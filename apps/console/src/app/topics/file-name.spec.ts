import { describe, expect, it } from '@jest/globals';
import { fileName } from './file-name';

describe('fileName', () => {
  it.each([
    ['line2/filler/speed', 'json', 'line2-filler-speed-7.json'],
    ['/größe/温度', 'cbor', 'größe-温度-7.cbor'],
    ['../../etc/passwd', 'text', 'etc-passwd-7.txt'],
    ['$SYS/broker/load', 'hex', 'SYS-broker-load-7.bin'],
    ['//', 'msgpack', 'topic-7.msgpack'],
  ] as const)('is one that every system takes: %s', (topic, likely, name) => {
    expect(fileName(topic, 7, likely)).toBe(name);
  });

  it('is not too long for one', () => {
    expect(fileName('x'.repeat(60_000), 7, 'json').length).toBeLessThan(140);
  });
});
