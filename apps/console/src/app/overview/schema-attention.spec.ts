import { describe, expect, it } from '@jest/globals';
import type { JsonSchemaSummary } from '../api/models';
import { schemaAttention } from './schema-attention';

const AT = '2026-11-23T14:20:31.000Z';
const NOW = Date.parse(AT) + 60_000;
const skipped = { tooFast: 0, tooLarge: 0, timedOut: 0, notHeld: 0 };
const schemaOf = (
  id: number,
  perMinute: number,
  more: Partial<JsonSchemaSummary> = {},
): JsonSchemaSummary => ({
  ...{ id, name: `schema-${id}`, topicFilter: 'bakery/#', draft: '2020-12', enabled: true },
  ...{ version: 1, createdAt: AT, updatedAt: AT },
  counts: {
    ...{ judged: 1000, violations: perMinute, violationsPerMinute: perMinute, skipped },
    ...(perMinute > 0 && { lastViolationAt: AT }),
  },
  ...more,
});

describe('what of the schemas needs attention', () => {
  it('is nothing while all messages fit, nor of one that is off', () => {
    expect(schemaAttention([schemaOf(1, 0), schemaOf(2, 3, { enabled: false })], NOW)).toEqual([]);
  });

  it('is a schema that messages break, with the way to it', () => {
    expect(schemaAttention([schemaOf(1, 0), schemaOf(2, 12)], NOW)).toEqual([
      {
        ...{ kind: 'warning', title: 'Payloads break the schema schema-2', about: 'Schemas' },
        detail: '12 violations in the last minute, of messages to bakery/#.',
        ...{ since: Date.parse(AT), link: '/schemas/2' },
      },
    ]);
  });

  it('is old news after some minutes', () => {
    expect(schemaAttention([schemaOf(2, 1)], NOW + 4 * 60_000)).toHaveLength(1);
    expect(schemaAttention([schemaOf(2, 1)], NOW + 4 * 60_000 + 1)).toEqual([]);
  });

  it('is one thing, however many schemas are broken, the worst first', () => {
    const [item, ...others] = schemaAttention(
      [1, 2, 3, 4].map((id) => schemaOf(id, id)),
      NOW,
    );
    expect(item).toMatchObject({
      title: 'Payloads break schemas',
      detail: '10 violations in the last minute: schema-4, schema-3, schema-2 and 1 more.',
      link: '/schemas',
    });
    expect(others).toEqual([]);
  });

  it('is a schema that nothing is judged by, with the reason', () => {
    const reason = 'Judging took longer than a second, three times.';
    expect(schemaAttention([schemaOf(1, 0, { suspended: reason })], NOW)).toEqual([
      expect.objectContaining({ detail: reason, link: '/schemas/1' }),
    ]);
  });
});
