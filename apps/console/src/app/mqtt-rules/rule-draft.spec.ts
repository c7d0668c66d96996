import { describe, expect, it } from '@jest/globals';
import type { AclRule } from '../api/models';
import {
  draftOf,
  NEW_RULE,
  requestOf,
  type RuleDraft,
  ruleFaults,
  whyUndescribed,
  withPermission,
} from './rule-draft';
import { questionAbout, whoseWords } from './rule-words';

const rule: AclRule = {
  id: 'a'.repeat(22),
  principalType: 'user',
  principal: 'plc-7',
  permission: 'write',
  topicFilter: 'line2/+/state',
  description: 'Tells its state',
  line: 12,
};

describe('a rule that is filled in', () => {
  it('is sent as it was, when nothing was changed', () => {
    const { id, line, ...said } = rule;
    expect([id, line, requestOf(draftOf(rule))]).toEqual([rule.id, 12, said]);
    const exact = { ...said, acltypes: ['publishClientSend'] as const, priority: -3 };
    expect(requestOf(draftOf({ ...rule, ...exact, acltypes: ['publishClientSend'] }))).toEqual(
      exact,
    );
  });

  it.each(['all', 'anonymous'] as const)('for %s names nobody', (type) => {
    const draft: RuleDraft = { ...NEW_RULE, type, principal: 'typed before', topicFilter: 'a' };
    expect(requestOf(draft)).toEqual({ principalType: type, permission: 'read', topicFilter: 'a' });
  });

  it('is of other kinds of entries with another permission', () => {
    const draft = draftOf({ ...rule, acltypes: ['publishClientSend'] });
    expect(withPermission(draft, 'write').acltypes).toEqual(['publishClientSend']);
    expect(withPermission(draft, 'readwrite')).toEqual({
      ...draftOf(rule),
      permission: 'readwrite',
    });
  });

  const faults = (change: Partial<RuleDraft>, before?: AclRule) =>
    Object.keys(ruleFaults({ ...draftOf(rule), ...change }, 'file', before));

  it.each([
    [{}, []],
    [{ principal: '' }, ['principal']],
    [{ principal: 'a/b' }, ['principal']],
    [{ type: 'role', principal: '' }, ['principal']],
    [{ type: 'all', principal: '' }, []],
    [{ topicFilter: '' }, ['topicFilter']],
    [{ topicFilter: 'line/%u' }, ['topicFilter']],
    [{ type: 'all', topicFilter: 'line/%u' }, []],
    [{ description: 'mcm makes it' }, ['description']],
    [{ priority: '1.5' }, ['priority']],
    [{ priority: '100001' }, ['priority']],
    [{ priority: '-100000' }, []],
  ] as const)('has faults where %j: %j', (change, members) => {
    expect(faults(change)).toEqual(members);
  });

  it('may stay for a name that nobody should have', () => {
    const old = { ...rule, principal: 'a/b' };
    expect(faults({ principal: 'a/b' }, old)).toEqual([]);
  });

  it.each([
    ['user', 'file', undefined],
    ['all', undefined, undefined],
    ['role', 'file', 'the role has a description'],
    ['user', 'dynamic-security', 'Describe its role'],
  ] as const)('of a %s in %s has a place for a description, or not', (type, backend, words) => {
    const why = whyUndescribed(type, backend);
    expect(words === undefined ? why : why?.includes(words)).toBe(
      words === undefined ? undefined : true,
    );
  });
});

describe('a rule in words', () => {
  it.each([
    [{}, 'user plc-7'],
    [{ principalType: 'role', principal: 'sensors' }, 'role sensors'],
    [{ principalType: 'all' }, 'all users'],
    [{ principalType: 'anonymous' }, 'anonymous clients'],
  ] as const)('%j is for %s', (change, words) => {
    expect(whoseWords({ ...rule, ...change })).toBe(words);
  });

  it('asks Explain as much as it says', () => {
    expect(questionAbout(rule)).toEqual({ user: 'plc-7', topics: 'line2/+/state' });
    expect(questionAbout({ ...rule, permission: 'read', topicFilter: 'a/b' })).toEqual({
      user: 'plc-7',
      action: 'receive',
      topic: 'a/b',
      topics: 'a/b',
    });
    const { principal, ...all } = rule;
    expect(principal).toBe('plc-7');
    expect(questionAbout({ ...all, principalType: 'all', topicFilter: 'a/%u/x%c' })).toEqual({
      topics: 'a/+/x%c',
    });
  });
});
