import { describe, expect, it } from '@jest/globals';
import type { MqttRole } from '../api/models';
import {
  draftOf,
  NEW_ROLE,
  requestOf,
  roleNameFault,
  someOf,
  withPermission,
  withRow,
} from './role-draft';

const sensors: MqttRole = {
  id: 'a'.repeat(22),
  name: 'sensors',
  description: 'Everything a sensor does',
  rules: [
    { permission: 'write', topicFilter: 'line/%u/#' },
    { permission: 'read', topicFilter: 'cmd/%u/#', priority: 5 },
  ],
  users: [],
  groups: [],
};

describe('a role that is filled in', () => {
  it('is sent as it was, when nothing was changed', () => {
    const { name, description, rules } = sensors;
    expect(requestOf(draftOf(sensors))).toEqual({ name, description, rules });
  });

  it('has no description where none is given', () => {
    expect(requestOf({ ...draftOf(sensors), description: '  ' })).not.toHaveProperty('description');
  });

  it('has rows that are told apart, also after one was removed', () => {
    const [, second] = draftOf(sensors).rules;
    const rows = withRow(withRow([second!]));
    expect(rows.map(({ key }) => key)).toEqual([1, 2, 3]);
    expect(withRow([])).toHaveLength(1);
    expect(NEW_ROLE.rules).toEqual(withRow([]));
  });

  it('has rules of other kinds of entries with another permission', () => {
    const rule = { permission: 'write', topicFilter: 'a', priority: 5 } as const;
    const exact = { ...rule, acltypes: ['publishClientSend' as const] };
    expect(withPermission(exact, 'write')).toBe(exact);
    expect(withPermission(exact, 'deny')).toEqual({ ...rule, permission: 'deny' });
  });

  it('has a name that both backends take, or the one that it had', () => {
    expect(roleNameFault('')).toBe('Enter a name.');
    expect(roleNameFault('line.2_a-b')).toBeUndefined();
    expect(roleNameFault('two words')).toContain('1 to 64');
    expect(roleNameFault('two words', 'two words')).toBeUndefined();
    expect(roleNameFault('all-users')).toContain('Choose another name');
  });
});

describe('names of many', () => {
  it.each([
    [[], ''],
    [['a', 'b'], 'a, b'],
    [['a', 'b', 'c', 'd', 'e', 'f', 'g'], 'a, b, c, d, e and 2 more'],
  ])('%j', (names, words) => {
    expect(someOf(names)).toBe(words);
  });
});
