import { describe, expect, it } from '@jest/globals';
import { listingOf, readView } from './topics-view';

const ID = 'wCAA7g4jeXxtHHM500Hpgg';

describe('the address of the page', () => {
  it('says all that is shown', () => {
    expect(
      readView({
        ...{ q: 'speed', mode: 'value', sort: 'rate', retained: 'true' },
        ...{ decode: 'cbor', number: '17', plot: `${ID}/rpm`, range: '1h' },
        who: 'true',
      }),
    ).toEqual({
      ...{ text: 'speed', mode: 'value', sort: 'rate', retained: true },
      ...{ decode: 'cbor', number: 17, pins: [{ id: ID, field: '/rpm' }], range: '1h' },
      who: true,
    });
  });

  it('is as good as empty where it says nothing that is known', () => {
    const odd = {
      mode: 'x',
      sort: 'size',
      retained: 'yes',
      decode: 'xml',
      number: '-1',
      range: '2h',
    };
    expect(readView({ ...odd, plot: 'x', who: 'yes' })).toEqual(readView({}));
    expect(readView({ number: '1.5' }).number).toBeUndefined();
    expect(readView({})).toEqual({
      ...{ text: '', mode: 'contains', retained: false, pins: [], range: '10m', who: false },
    });
  });

  it('guesses what a text is unless somebody chose it', () => {
    expect(readView({ q: 'a/+' }).mode).toBe('filter');
    expect(readView({ q: 'a/+', mode: 'contains' }).mode).toBe('contains');
  });
});

describe('listingOf', () => {
  const listing = (params: Parameters<typeof readView>[0]) => listingOf(readView(params));

  it('is the tree while nothing is looked for', () => {
    expect(listing({})).toEqual({ kind: 'tree' });
    expect(listing({ plot: `${ID}/rpm`, decode: 'hex' })).toEqual({ kind: 'tree' });
  });

  it('is a list once something is looked for, sorted or left out', () => {
    expect(listing({ q: 'speed' })).toMatchObject({ question: { contains: 'speed' } });
    expect(listing({ sort: 'bytes' })).toMatchObject({
      question: { sort: 'bytes' },
      words: 'All topics',
    });
    expect(listing({ q: 'a/#', sort: 'rate', retained: 'true' })).toEqual({
      kind: 'list',
      question: { filter: 'a/#', sort: 'rate', retained: true },
      words: 'a and all topics below it, with a retained message',
    });
  });

  it('asks for nothing with a filter that is none', () => {
    expect(listing({ q: 'a#', sort: 'rate' })).toMatchObject({ kind: 'problem' });
  });
});
