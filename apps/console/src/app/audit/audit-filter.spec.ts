import { describe, expect, it } from '@jest/globals';
import { AUDIT_ACTIONS } from '#contract';
import {
  ACTION_GROUPS,
  auditParams,
  auditQuery,
  isFiltering,
  readAuditFilter,
} from './audit-filter';

const now = Date.parse('2026-11-25T14:00:00.000Z');

describe('the filter of the audit trail', () => {
  it('is in the address, and comes out of it as it was', () => {
    const filter = {
      actor: 'm.keller',
      action: 'admin_user',
      resource: '7',
      result: 'failure',
      span: { since: '2026-11-20T08:00:00.000Z' },
    } as const;
    const params = auditParams(filter);
    const asked = Object.fromEntries(
      Object.entries(params).filter(([, value]) => value !== null),
    ) as Record<string, string>;
    expect(readAuditFilter(asked)).toEqual(filter);
    expect(params.range).toBeNull();
  });

  it('takes no notice of what it does not know', () => {
    expect(
      readAuditFilter({ actor: '', action: 'moon.land', result: 'luck', range: 'aeon' }),
    ).toEqual({
      span: {},
    });
  });

  it('is asked for in the words of the server', () => {
    const filter = readAuditFilter({ resource: '7', action: 'session.open', range: '1h' });
    expect(auditQuery(filter, now)).toEqual({
      action: 'session.open',
      resourceId: '7',
      since: '2026-11-25T13:00:00.000Z',
    });
  });

  it('knows whether it leaves anything out', () => {
    expect(isFiltering(readAuditFilter({}))).toBe(false);
    expect(isFiltering(readAuditFilter({ range: '1h' }))).toBe(true);
    expect(isFiltering(readAuditFilter({ actor: 'm.keller' }))).toBe(true);
  });

  it('offers every act under its kind of thing', () => {
    expect(ACTION_GROUPS.flatMap(({ actions }) => actions).sort()).toEqual(
      [...AUDIT_ACTIONS].sort(),
    );
  });
});
