import { describe, expect, it } from '@jest/globals';
import { explainSearch, guessMode } from './topic-search';

describe('guessMode', () => {
  it.each([
    ['speed', 'contains'],
    ['line2/filler', 'contains'],
    ['/speed', 'contains'],
    ['line2/+/speed', 'filter'],
    ['#', 'filter'],
    ['line2/', 'filter'],
    ['/', 'contains'],
    ['{"rpm"', 'value'],
    ['"rpm":118', 'value'],
    ['rpm":118', 'value'],
    ['[1,2', 'value'],
  ] as const)('takes %s for what people mean by it', (text, mode) => {
    expect(guessMode(text)).toBe(mode);
  });
});

describe('explainSearch', () => {
  it('asks for a part of a topic or of a value as it was typed', () => {
    expect(explainSearch('contains', 'Filler ')).toMatchObject({ term: { contains: 'Filler ' } });
    expect(explainSearch('value', '{"a"')).toMatchObject({ term: { value: '{"a"' } });
  });

  it('takes a filter that ends with a slash for all that is below', () => {
    expect(explainSearch('filter', 'line2/')).toEqual({
      term: { filter: 'line2/#' },
      words: 'line2 and all topics below it',
    });
  });

  it('leaves a filter alone that ends with an empty level on purpose', () => {
    expect(explainSearch('filter', 'line2//')).toMatchObject({ term: { filter: 'line2//' } });
    expect(explainSearch('filter', '+/')).toMatchObject({ term: { filter: '+/' } });
  });

  it('says what wildcards stand for', () => {
    expect(explainSearch('filter', 'line2/+/speed')).toMatchObject({
      words: 'Topics that line2/+/speed selects: + is any one level',
    });
    expect(explainSearch('filter', '+/#')).toMatchObject({
      words: 'Topics that +/# selects: + is any one level, # is any number of levels',
    });
    expect(explainSearch('filter', 'a/b')).toMatchObject({ words: 'The topic a/b alone' });
  });

  it('says what is wrong with a filter', () => {
    const explained = explainSearch('filter', 'line2/sp#');
    expect(explained).toEqual({ problem: expect.stringContaining('must stand alone') });
  });
});
