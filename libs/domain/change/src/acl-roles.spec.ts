import { describe, expect, it } from '@jest/globals';
import {
  afterEdits,
  createRule,
  createUser,
  documentOf,
  hash,
  role,
  rule,
} from '../test/file-examples.js';
import type { Edit } from './edit.js';
import { fileRoles, fileRules, fileUsers, outdatedRoles } from './file-views.js';

const SENSORS = role('sensors', ['write line/%u/#', 'read cmd/%u/#'], 'Everything a sensor does');
const DEFINITION = [
  '# mcm role sensors: Everything a sensor does',
  '# mcm   write line/%u/#',
  '# mcm   read cmd/%u/#',
  '',
].join('\n');
const blockOf = (name: string) =>
  [
    '# mcm begin role sensors',
    `topic write line/${name}/#`,
    `topic read cmd/${name}/#`,
    '# mcm end role sensors',
    '',
  ].join('\n');

const document = documentOf(
  `# head\n\nuser ann\n${blockOf('ann')}topic read own\n\n${DEFINITION}`,
  'ann\nbob\n',
);
const edited = (...edits: readonly Edit[]) => afterEdits(document, ...edits).acl;
const setRoles = (username: string, ...roles: readonly string[]): Edit => {
  return { kind: 'set-roles', username, roles };
};

describe('a role', () => {
  it('is defined at the end of the file', () => {
    const create: Edit = { kind: 'create-role', role: SENSORS };
    expect(afterEdits(documentOf(''), create).acl).toBe(DEFINITION);
    expect(afterEdits(documentOf('user ann'), create).acl).toBe(`user ann\n\n${DEFINITION}`);
    expect(edited({ kind: 'create-role', role: role('r', []) })).toBe(
      `${document.acl!}# mcm role r\n`,
    );
  });

  it('is shown with its rules and its users, and its rules stand once among the rules', () => {
    expect(fileRoles(document)).toEqual([{ ...SENSORS, users: ['ann'], groups: [] }]);
    expect(fileRules(document).map(({ line }) => line)).toEqual([8, 11, 12]);
    expect(fileUsers(document)).toMatchObject([
      { username: 'ann', roles: ['sensors'], rules: 1 },
      { username: 'bob', roles: [], rules: 0 },
    ]);
  });

  it('comes with its lines to a user, with the name filled in', () => {
    expect(edited(createUser('carl', ['sensors']))).toBe(
      document.acl!.replace(DEFINITION, `user carl\n${blockOf('carl')}\n${DEFINITION}`),
    );
  });

  it('comes to many who are imported as it would to one after the other', () => {
    const users = ['carl', 'dora', 'ann', 'bob'].map((username) => ({
      ...{ username, credential: hash(1), roles: username === 'ann' ? [] : ['sensors'] },
    }));
    const without = documentOf(`user zoe\ntopic a\n`, 'ann\n');
    const define: Edit = { kind: 'create-role', role: SENSORS };
    for (const start of [
      document,
      afterEdits(without, define),
      afterEdits(documentOf(''), define),
    ]) {
      const imported = afterEdits(start, { kind: 'import-users', users });
      const byOne = afterEdits(
        start,
        { kind: 'import-users', users: users.map(({ roles: _, ...user }) => user) },
        ...users.map(({ username, roles }) => setRoles(username, ...roles)),
      );
      expect(imported.acl).toBe(byOne.acl);
      expect(imported.acl).toContain(`user carl\n${blockOf('carl')}`);
    }
  });

  it('goes with its lines from a user', () => {
    expect(edited(setRoles('ann'))).toBe(document.acl!.replace(blockOf('ann'), ''));
    expect(edited(setRoles('bob', 'sensors'), setRoles('bob'))).toBe(document.acl);
  });

  it('stays where it is when others come and go', () => {
    const other: Edit = { kind: 'create-role', role: role('other', ['read x']) };
    const both = afterEdits(document, other, setRoles('ann', 'other', 'sensors'));
    const lines = '# mcm begin role other\ntopic read x\n# mcm end role other\n';
    expect(both.acl).toContain(`user ann\n${blockOf('ann')}topic read own\n${lines}`);
    expect(fileUsers(both)[0]!.roles).toEqual(['other', 'sensors']);
    expect(afterEdits(both, setRoles('ann', 'other')).acl).toContain(
      `user ann\ntopic read own\n${lines}`,
    );
  });

  it('changes the lines of all who have it', () => {
    const changed = role('meters', ['write line/%u/#', 'deny cmd/#']);
    expect(edited({ kind: 'change-role', name: 'sensors', role: changed })).toBe(
      [
        '# head',
        '',
        'user ann',
        '# mcm begin role meters',
        'topic write line/ann/#',
        'topic deny cmd/#',
        '# mcm end role meters',
        'topic read own',
        '',
        '# mcm role meters',
        '# mcm   write line/%u/#',
        '# mcm   deny cmd/#',
        '',
      ].join('\n'),
    );
  });

  it('changes nothing when it says the same', () => {
    expect(edited({ kind: 'change-role', name: 'sensors', role: SENSORS })).toBe(document.acl);
    const described = { ...SENSORS, description: 'other' };
    expect(edited({ kind: 'change-role', name: 'sensors', role: described })).toBe(
      document.acl!.replace('Everything a sensor does', 'other'),
    );
  });

  it('is deleted with the lines of all who have it', () => {
    expect(edited({ kind: 'delete-role', name: 'sensors' })).toBe(
      '# head\n\nuser ann\ntopic read own\n',
    );
    const created: Edit = { kind: 'create-role', role: role('r', ['read a']) };
    expect(edited(created, { kind: 'delete-role', name: 'r' })).toBe(document.acl);
  });

  it('has rules that are created, changed and deleted one by one', () => {
    const key = fileRules(document).find(({ line }) => line === 12)!.key;
    const states = [
      afterEdits(document, createRule('role sensors deny x')),
      afterEdits(document, { kind: 'change-rule', key, rule: rule('role sensors read y') }),
      afterEdits(document, { kind: 'delete-rule', key }),
    ];
    const rules = states.map((state) =>
      fileRoles(state)[0]!.rules.map(
        ({ permission, topicFilter }) => `${permission} ${topicFilter}`,
      ),
    );
    expect(rules).toEqual([
      ['write line/%u/#', 'read cmd/%u/#', 'deny x'],
      ['write line/%u/#', 'read y'],
      ['write line/%u/#'],
    ]);
    expect(states.map(({ acl }) => acl!.includes('topic read cmd/ann/#'))).toEqual([
      true,
      false,
      false,
    ]);
    expect(states.flatMap(outdatedRoles)).toEqual([]);
  });
});

describe('a role in a file that was changed by hand', () => {
  const block = ['user ann', '# mcm begin role r', 'topic read b', '# why', 'topic read c'];
  const definition = ['# mcm role r', '# mcm   read a', '# mcm   read b'];
  const changed = documentOf(
    [...block, 'pattern read p', '# mcm end role r', '', ...definition, ''].join('\n'),
    'ann\n',
  );

  it('shows what the role does not say as rules of the user', () => {
    expect(fileUsers(changed)[0]).toMatchObject({ roles: ['r'], rules: 1 });
    expect(fileRules(changed).map(({ line, principal }) => [line, principal.type])).toEqual([
      [5, 'user'],
      [6, 'all'],
      [10, 'role'],
      [11, 'role'],
    ]);
    expect(outdatedRoles(changed)).toEqual([{ username: 'ann', role: 'r', line: 2 }]);
  });

  it('has the lines of the role again after any edit of it, and what is not of a role is kept', () => {
    const mended = [
      'user ann',
      '# mcm begin role r',
      'topic read b',
      'pattern read p',
      'topic read a',
      '# mcm end role r',
      '',
      ...definition,
      '',
    ].join('\n');
    expect(afterEdits(changed, setRoles('ann', 'r')).acl).toBe(mended);
  });

  it('keeps a rule of the user that is moved out of the lines of the role', () => {
    const key = fileRules(changed)[0]!.key;
    const after = afterEdits(changed, { kind: 'change-rule', key, rule: rule('ann read d') });
    expect(after.acl!.split('\n').slice(0, 6)).toEqual([
      'user ann',
      '# mcm begin role r',
      'topic read b',
      'pattern read p',
      '# mcm end role r',
      'topic read d',
    ]);
  });

  it.each([
    ['a mark without its other half', ['user ann', '# mcm begin role r', 'topic read a']],
    [
      'a mark below another',
      ['user ann', '# mcm begin role r', '# mcm begin role s', 'topic read a', '# mcm end role r'],
    ],
    [
      'a mark of an unknown role',
      ['user ann', '# mcm begin role x', 'topic read a', '# mcm end role x'],
    ],
    [
      'marks in two sections',
      ['user ann', '# mcm begin role r', 'topic read a', 'user ann', '# mcm end role r'],
    ],
  ])('takes %s for a comment', (_, lines) => {
    const text = [...lines, '', '# mcm role r', '# mcm   read a', ''].join('\n');
    expect(fileUsers(documentOf(text))).toMatchObject([{ username: 'ann', roles: [], rules: 1 }]);
  });

  it('goes by the first of two definitions, and changes and deletes both', () => {
    const twice = documentOf('# mcm role r\n# mcm   read a\n\n# mcm role r: two\n# mcm   read b\n');
    expect(fileRoles(twice)).toMatchObject([{ name: 'r', rules: [{ topicFilter: 'a' }] }]);
    expect(fileRules(twice).map(({ line }) => line)).toEqual([2]);
    expect(fileRoles(afterEdits(twice, { kind: 'delete-role', name: 'r' }))).toEqual([]);
    const renamed = afterEdits(twice, { kind: 'change-role', name: 'r', role: role('s', []) });
    expect(fileRoles(renamed).map(({ name }) => name)).toEqual(['s']);
  });
});
