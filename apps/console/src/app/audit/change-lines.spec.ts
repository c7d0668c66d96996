import { describe, expect, it } from '@jest/globals';
import type { AuditChange } from '../api/models';
import { memberChange } from './change-lines';

const lines = (change: AuditChange) =>
  memberChange(change).lines.map(({ mark, text }) => `${mark} ${text}`);

describe('the lines of a difference', () => {
  it('tell what was before and what is after', () => {
    const change = { pointer: '/role', before: 'viewer', after: 'operator' };
    expect(memberChange(change)).toMatchObject({ name: 'role', kind: 'changed', secret: false });
    expect(lines(change)).toEqual(['- "viewer"', '+ "operator"']);
  });

  it('tell members that came and went', () => {
    expect(memberChange({ pointer: '/role', after: 'viewer' })).toMatchObject({ kind: 'added' });
    expect(lines({ pointer: '/role', after: 'viewer' })).toEqual(['+ "viewer"']);
    expect(memberChange({ pointer: '/role', before: null }).kind).toBe('removed');
    expect(lines({ pointer: '/role', before: null })).toEqual(['- null']);
  });

  it('never take a value for another kind of value', () => {
    expect(lines({ pointer: '/n', before: '3', after: 3 })).toEqual(['- "3"', '+ 3']);
    expect(lines({ pointer: '/n', before: false, after: null })).toEqual(['- false', '+ null']);
    expect(lines({ pointer: '/n', before: '', after: 'a\nb' })).toEqual(['- ""', '+ "a\\nb"']);
  });

  it('leave a secret masked, also when only that it changed is known', () => {
    const change = { pointer: '/password', before: '[secret]', after: '[secret]' };
    expect(memberChange(change).secret).toBe(true);
    expect(lines(change)).toEqual(['- [secret]', '+ [secret]']);
  });

  it('write structure over several lines', () => {
    expect(lines({ pointer: '/rules', after: [{ topic: 'a/#' }] })).toEqual([
      '+ [',
      '+   {',
      '+     "topic": "a/#"',
      '+   }',
      '+ ]',
    ]);
  });

  it.each([
    ['/role', 'role'],
    ['/rules/0/topic', 'rules › 0 › topic'],
    ['/a~1b/m~0n', 'a/b › m~n'],
    ['', '(the whole)'],
    ['/', '(empty)'],
  ])('call the member %j %s', (pointer, name) => {
    expect(memberChange({ pointer, after: 1 }).name).toBe(name);
  });
});
