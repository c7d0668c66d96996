import { describe, expect, it } from '@jest/globals';
import type { AccessApply } from '../api/models';
import { accessAttention } from './access-attention';

const AT = '2026-11-23T14:20:31.000Z';
const NOW = Date.parse(AT) + 60_000;
const DAY = 86_400_000;
const endOf = (state: AccessApply['state']): AccessApply => ({
  ...{ number: 48, base: 47, state, actor: 'admin', startedAt: AT, endedAt: AT, steps: [] },
  outcome: 'A probe failed.',
});

describe('what of access needs attention', () => {
  it('is nothing on an ordinary day', () => {
    expect(accessAttention({ drifted: false, applied: 47 }, endOf('committed'), NOW)).toEqual([]);
    expect(accessAttention(undefined, undefined, NOW)).toEqual([]);
    expect(accessAttention(undefined, endOf('refused'), NOW)).toEqual([]);
  });

  it('is a change behind MCM’s back, with the way to what it was', () => {
    const drift = { drifted: true, applied: 47, seen: 48, since: AT };
    expect(accessAttention(drift, undefined, NOW)).toEqual([
      {
        ...{ kind: 'warning', title: 'Access was changed behind MCM’s back', about: 'Access' },
        detail: 'Revision 48 is in force, and revision 47 is wanted: adopt or overwrite it.',
        ...{ since: Date.parse(AT), link: '/changes', query: { drift: 'shown' } },
      },
    ]);
  });

  it('is a change that was taken back, for a week', () => {
    const [item] = accessAttention(undefined, endOf('restored'), NOW);
    expect(item).toMatchObject({
      ...{ kind: 'warning', detail: 'A probe failed.', query: { apply: 48 } },
    });
    expect(accessAttention(undefined, endOf('restored'), NOW + 8 * DAY)).toEqual([]);
  });

  it('is a change that failed, as long as none came after it', () => {
    const [item] = accessAttention(undefined, endOf('failed'), NOW + 80 * DAY);
    expect(item).toMatchObject({ kind: 'fault', title: 'A change of access failed' });
  });
});
