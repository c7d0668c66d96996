import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sparkplugTopic } from './sparkplug-topic.js';

describe('a topic of Sparkplug', () => {
  it.each(['NBIRTH', 'NDEATH', 'NDATA', 'NCMD'] as const)(
    'is %s of a node at four levels',
    (type) => {
      expect(sparkplugTopic(`spBv1.0/plant/${type}/line 7`)).toEqual({
        ...{ kind: 'node', type, group: 'plant', node: 'line 7' },
      });
      expect(sparkplugTopic(`spBv1.0/plant/${type}/line 7/press`)).toBeUndefined();
    },
  );

  it.each(['DBIRTH', 'DDEATH', 'DDATA', 'DCMD'] as const)(
    'is %s of a device at five levels',
    (type) => {
      expect(sparkplugTopic(`spBv1.0/plant/${type}/line/press`)).toEqual({
        ...{ kind: 'device', type, group: 'plant', node: 'line', device: 'press' },
      });
      expect(sparkplugTopic(`spBv1.0/plant/${type}/line`)).toBeUndefined();
      expect(sparkplugTopic(`spBv1.0/plant/${type}/line/press/x`)).toBeUndefined();
    },
  );

  it('is that of a host, in two versions', () => {
    expect(sparkplugTopic('spBv1.0/STATE/scada')).toEqual({
      ...{ kind: 'host', type: 'STATE', host: 'scada', version: '3.0' },
    });
    expect(sparkplugTopic('STATE/scada')).toEqual({
      ...{ kind: 'host', type: 'STATE', host: 'scada', version: '2.2' },
    });
  });

  it.each([
    '',
    'spBv1.0',
    'spBv1.0/plant',
    'spBv1.0/plant/NDATA',
    'spbv1.0/plant/NDATA/line',
    'spAv1.0/plant/NDATA/line',
    'spBv1.0/plant/ndata/line',
    'spBv1.0/plant/NDATA/',
    'spBv1.0//NDATA/line',
    '/spBv1.0/plant/NDATA/line',
    'spBv1.0/plant/DDATA/line/',
    'spBv1.0/plant/NDATA/+',
    'spBv1.0/plant/#',
    'spBv1.0/pl+nt/NDATA/line',
    'spBv1.0/plant/STATE/line',
    'spBv1.0/STATE',
    'spBv1.0/STATE/',
    'spBv1.0/STATE/a/b',
    'spBv1.0/STATE/NDATA/line',
    'STATE',
    'STATE/',
    'STATE/a/b',
    'state/a',
    'plant/NDATA/line',
  ])('is not %j', (topic) => {
    expect(sparkplugTopic(topic)).toBeUndefined();
  });

  it('gives back the levels that it was made of, and has no others', () => {
    const word = fc.constantFrom('spBv1.0', 'STATE', 'NDATA', 'DBIRTH', 'NCMD', 'a', '', '+', 'b#');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (levels) => {
        const found = sparkplugTopic(levels.join('/'));
        if (found === undefined) return;
        const { type } = found;
        const named =
          found.kind === 'host'
            ? [...(found.version === '3.0' ? ['spBv1.0'] : []), type, found.host]
            : ['spBv1.0', found.group, type, found.node];
        expect(found.kind === 'device' ? [...named, found.device] : named).toEqual(levels);
      }),
    );
  });
});
