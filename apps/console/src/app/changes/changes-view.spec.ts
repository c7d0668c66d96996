import { describe, expect, it } from '@jest/globals';
import { MOST_REVISIONS, readChanges, REVISIONS_STEP } from './changes-view';

describe('the address of the page', () => {
  it('may say nothing', () => {
    expect(readChanges({})).toEqual({ view: 'lines', drift: false, revisions: REVISIONS_STEP });
  });

  it('says what is shown', () => {
    const params = { apply: '48', from: '45', to: '47', view: 'commands', drift: 'shown' };
    expect(readChanges({ ...params, revisions: '30' })).toEqual({
      ...{ apply: 48, compared: [45, 47], view: 'commands', drift: true, revisions: 30 },
    });
  });

  it('has the earlier of two revisions first', () => {
    expect(readChanges({ from: '47', to: '45' }).compared).toEqual([45, 47]);
  });

  it.each([
    [{ from: '45' }],
    [{ from: '45', to: '45' }],
    [{ from: '0', to: '45' }],
    [{ from: 'a', to: '45' }],
    [{ from: '1e3', to: '45' }],
    [{ from: '-3', to: '45' }],
  ])('compares nothing by %j', (params) => {
    expect(readChanges(params).compared).toBeUndefined();
  });

  it('lists no more than the server does', () => {
    expect(readChanges({ revisions: '99999' }).revisions).toBe(MOST_REVISIONS);
    expect(readChanges({ revisions: 'all' }).revisions).toBe(REVISIONS_STEP);
  });
});
