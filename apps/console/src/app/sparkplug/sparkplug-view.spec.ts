import { describe, expect, it } from '@jest/globals';
import { readMetricsView, readState, togglePlot } from './sparkplug-view';

describe('the address of the Sparkplug page', () => {
  it('says which metrics are shown, opened and plotted', () => {
    expect(
      readMetricsView({
        ...{ device: 'oven-1', metric: 'temp', page: ['a', 'b'], open: 'Recipe' },
        ...{ plot: ['Temperature', 'Temperature', 'Door'], range: '1h' },
      }),
    ).toEqual({
      ...{ device: 'oven-1', search: 'temp', cursors: ['a', 'b'], open: 'Recipe' },
      ...{ plots: ['Temperature', 'Door'], range: '1h' },
    });
  });

  it('may say nothing, or what is no value there', () => {
    const nothing = { search: '', cursors: [], plots: [], range: '10m' };
    expect(readMetricsView({})).toEqual(nothing);
    expect(readMetricsView({ range: '9y' })).toEqual(nothing);
    const many = Array.from({ length: 20 }, (_, index) => `metric ${index}`);
    expect(readMetricsView({ plot: many }).plots).toHaveLength(6);
    expect([undefined, 'offline', 'asleep'].map(readState)).toEqual([
      ...[undefined, 'offline', undefined],
    ]);
  });

  it('has a plot put in and taken out', () => {
    expect(togglePlot([], 'a')).toEqual(['a']);
    expect(togglePlot(['a', 'b'], 'a')).toEqual(['b']);
    expect(togglePlot(['a'], 'a')).toBeNull();
  });
});
