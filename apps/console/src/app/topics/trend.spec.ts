import { describe, expect, it } from '@jest/globals';
import { historyOf } from '../../testing/topics';
import { trendWords } from './trend';

const messages = (...values: readonly unknown[]) =>
  historyOf(values.map((rpm) => ({ payloadPreview: JSON.stringify({ rpm }) }))).messages;

describe('trendWords', () => {
  it('says which way a number went most often, from the latest to those before', () => {
    expect(trendWords('/rpm', messages(1, 2, 3, 2, 3))).toBe(
      'rpm fell in 3 of the last 4 messages.',
    );
    expect(trendWords('/rpm', messages(9, 8, 8, 7, 6))).toBe(
      'rpm rose in 3 of the last 4 messages.',
    );
  });

  it('looks at the last sixteen', () => {
    const many = Array.from({ length: 40 }, (_, index) => index);
    expect(trendWords('/rpm', messages(...many))).toBe('rpm fell in 16 of the last 16 messages.');
  });

  it('is silent about few messages, and about what it cannot read', () => {
    expect(trendWords('/rpm', messages(1, 2, 3))).toBeUndefined();
    expect(trendWords('/rpm', messages(1, 2, 'x', 2, 3))).toBeUndefined();
    const cut = historyOf(
      Array.from({ length: 6 }, () => ({ payloadPreview: '{"rpm":1}', truncated: true })),
    );
    expect(trendWords('/rpm', cut.messages)).toBeUndefined();
  });
});
