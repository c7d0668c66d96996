import { describe, expect, it } from '@jest/globals';
import type { AccessApply, AccessRevision } from '../api/models';
import { revisionRows } from './revision-words';

const AT = '2026-11-23T14:20:31.000Z';
const revisionOf = (number: number, change: Partial<AccessRevision> = {}): AccessRevision => ({
  ...{ number, seenAt: AT, changed: ['aclFile'], origin: 'applied', state: 'in-force' },
  ...{ isKept: true, author: 'm.keller', note: `Note ${number}` },
  ...change,
});
const without = ({ note: _, author: __, ...revision }: AccessRevision): AccessRevision => revision;
const endOf = (number: number, outcome: string): AccessApply => ({
  ...{ number, base: number - 1, state: 'restored', actor: 'm.keller', startedAt: AT, steps: [] },
  outcome,
});

describe('revisions as rows', () => {
  it('are called what they are for, and the newest in force is live', () => {
    const rows = revisionRows([
      revisionOf(49, { state: 'applying' }),
      revisionOf(48, { state: 'refused' }),
      revisionOf(47),
      revisionOf(46),
    ]);
    expect(rows.map(({ title, isLive }) => [title, isLive])).toEqual([
      ['Note 49', false],
      ['Not applied: Note 48', false],
      ['Note 47', true],
      ['Note 46', false],
    ]);
    expect(rows.map(({ mark }) => mark)).toEqual(['running', 'info', undefined, undefined]);
  });

  it('say what became of those that are not in force', () => {
    const [restored, failed] = revisionRows(
      [revisionOf(45, { state: 'restored' }), revisionOf(44, { state: 'failed' })],
      [endOf(45, 'Probe 3 failed.'), endOf(44, 'The broker is gone.')],
    );
    expect(restored).toMatchObject({
      title: 'Restored: Probe 3 failed.',
      mark: 'warning',
    });
    expect(failed).toMatchObject({ title: 'Failed: The broker is gone.', mark: 'fault' });
  });

  it.each([
    ['seen', 'Changed elsewhere: acl_file, password_file', 'not by MCM'],
    ['imported', 'Imported from the broker', 'MCM'],
    ['adopted', 'Adopted from the broker', 'MCM'],
    ['applied', 'Changed acl_file, password_file', 'MCM'],
  ] as const)('without a note are called by where they come from: %s', (origin, title, author) => {
    const changed = ['aclFile', 'passwordFile'] as const;
    const revision = without(revisionOf(4, { origin, changed: [...changed] }));
    expect(revisionRows([revision])[0]).toMatchObject({ title, author });
  });

  it('can be brought back, but for what is live and what was only seen', () => {
    const rows = revisionRows([
      revisionOf(47),
      revisionOf(46, { isKept: false }),
      revisionOf(45, { author: 'system' }),
    ]);
    expect(rows.map(({ notBack }) => notBack?.slice(0, 15))).toEqual([
      'It is in force.',
      'It was only see',
      undefined,
    ]);
    expect(rows[2]?.author).toBe('MCM');
  });
});
