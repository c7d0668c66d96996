import { describe, expect, it } from '@jest/globals';
import { bytesOf, SecretBytes, textOf } from '#domain/mosquitto';
import { documentOf, hash, hashText, shownPasswords } from '../test/file-examples.js';
import { edited } from './change.js';
import { editsFor } from './declaration-edits.js';
import { declarationOf } from './declaration-of.js';
import { declaredBy } from './declaration-reader.js';
import type { AccessDocument, DynsecDocument, FileDocument } from './document.js';
import type { Edit } from './edit.js';

const ACL = `# The plant's rules

topic read public/#

# ann is the boss
user ann
# Her own line
topic readwrite line/ann/#
# mcm begin role sensors
topic write in/ann
# mcm end role sensors
user bob
topic read a

pattern read u/%u
# mcm role sensors: What a sensor does
# mcm   write in/%u
`;
const before = () => documentOf(ACL, 'ann\nbob\n', ['cem']);

interface Brought {
  readonly kinds: readonly string[];
  readonly edits: readonly Edit[];
  readonly after: FileDocument;
  readonly made: readonly string[];
}

async function bring(declaration: object, document: AccessDocument = before()): Promise<Brought> {
  const made: string[] = [];
  const edits = await editsFor(document, declaredBy({ version: 1, ...declaration }), (...args) => {
    made.push(args.filter((arg) => arg !== undefined).join(' '));
    return Promise.resolve(hash(9));
  });
  const after = edits.reduce(edited, document) as FileDocument;
  return { kinds: edits.map(({ kind }) => kind), edits, after, made };
}

const USERS = [
  { name: 'ann', roles: ['sensors'] },
  { name: 'bob' },
  { name: 'cem', disabled: true },
];
const RULES = [
  { anonymous: true, topic: 'public/#', permission: 'read' },
  { user: 'ann', topic: 'line/ann/#', permission: 'readwrite' },
  { user: 'bob', topic: 'a', permission: 'read' },
  { all: true, topic: 'u/%u', permission: 'read' },
];
const ROLES = [{ name: 'sensors', rules: [{ topic: 'in/%u', permission: 'write' }] }];

describe('a document of files', () => {
  it('declares its users, roles and rules, with hashes if asked for', () => {
    expect(declarationOf(before(), { hashes: true })).toEqual({
      version: 1,
      users: [
        { name: 'ann', passwordHash: hashText(), roles: ['sensors'] },
        { name: 'bob', passwordHash: hashText() },
        { name: 'cem', passwordHash: hashText(), disabled: true },
      ],
      roles: [{ ...ROLES[0], description: 'What a sensor does' }],
      rules: [RULES[0], { ...RULES[1], description: 'Her own line' }, ...RULES.slice(2)],
    });
    expect(declarationOf(before(), { hashes: false }).users).toEqual(USERS);
  });

  it('declares no list for which the broker has no file', () => {
    expect(declarationOf({ backend: 'file', disabled: [] }, { hashes: true })).toEqual({
      version: 1,
    });
    expect(
      Object.keys(declarationOf({ backend: 'file', acl: '', disabled: [] }, { hashes: true })),
    ).toEqual(['version', 'roles', 'rules']);
  });

  it('stays as it is, to the byte, where everything is as declared', async () => {
    for (const declaration of [
      {},
      { users: USERS },
      { roles: ROLES },
      { rules: RULES.toReversed() },
    ]) {
      expect((await bring(declaration)).kinds).toEqual([]);
    }
    expect((await bring({ users: USERS, roles: ROLES, rules: RULES })).kinds).toEqual([]);
  });

  it('loses what is not declared, and keeps lists that are not mentioned', async () => {
    const { kinds, after } = await bring({ users: USERS.slice(0, 2) });
    expect(kinds).toEqual(['delete-user']);
    expect(after).toMatchObject({ acl: ACL, disabled: [] });
    expect((await bring({ users: USERS.slice(1), rules: RULES })).kinds).toEqual([
      ...['delete-user', 'create-rule'],
    ]);
    const roleless = await bring({ roles: [] });
    expect(roleless.kinds).toEqual(['delete-role']);
    expect(roleless.after.acl).not.toContain('sensors');
    expect((await bring({ rules: [] })).kinds).toEqual(Array(4).fill('delete-rule'));
  });

  it('gets new users with a password that is made, given, or known by its hash', async () => {
    const users = [
      ...USERS,
      { name: 'dan', roles: ['sensors'] },
      { name: 'eve', password: 'secret', disabled: true },
      { name: 'fox', passwordHash: hashText(2) },
    ];
    const { kinds, after, made } = await bring({ users });
    expect(kinds).toEqual(['create-user', 'create-user', 'create-user']);
    expect(made).toEqual(['dan', 'eve secret']);
    expect(shownPasswords(after)).toBe('ann:H0\nbob:H0\ndan:H9\nfox:H2\n');
    expect(after.disabled.map(({ username }) => username)).toEqual(['cem', 'eve']);
    expect(after.acl).toContain('user dan\n# mcm begin role sensors\ntopic write in/dan\n');
    expect((await bring({ users }, after)).kinds).toEqual([]);
  });

  it('has another password only by another hash: a password is for those who are new', async () => {
    const changed = { name: 'bob', passwordHash: hashText(2) };
    const { kinds, after } = await bring({ users: [USERS[0], changed, USERS[2]] });
    expect([kinds, shownPasswords(after)]).toEqual([['set-password'], 'ann:H0\nbob:H2\n']);
    const given = { name: 'bob', password: 'another' };
    expect((await bring({ users: [USERS[0], given, USERS[2]] })).kinds).toEqual([]);
  });

  it('lets in whom it is not said to keep out, and changes roles', async () => {
    const { kinds } = await bring({
      users: [
        { name: 'ann' },
        { name: 'bob', disabled: true, roles: ['sensors'] },
        { name: 'cem' },
      ],
    });
    expect(kinds).toEqual(['set-roles', 'disable-user', 'set-roles', 'enable-user']);
  });

  it('gets new roles before whoever has them, and roles say what is declared', async () => {
    const roles = [
      { name: 'sensors', rules: [{ topic: 'in/%u', permission: 'readwrite' }] },
      { name: 'new', description: 'N', rules: [{ topic: 'n', permission: 'read' }] },
    ];
    const { kinds, after } = await bring({ roles, users: [{ name: 'ann', roles: ['new'] }] });
    expect(kinds).toEqual([
      'delete-user',
      'delete-user',
      'change-role',
      'create-role',
      'set-roles',
    ]);
    expect(after.acl).toContain(
      '# mcm role sensors: What a sensor does\n# mcm   readwrite in/%u\n',
    );
    expect(after.acl).toContain('# mcm begin role new\ntopic read n\n# mcm end role new\n');
  });

  it('changes a rule where it stands, with the comments around it', async () => {
    const [first, ann, bob, all] = RULES;
    const rules = [
      { ...first, permission: 'deny' },
      ann,
      { ...bob, topic: 'b', description: 'Since May' },
      { ...all, description: '' },
      { user: 'new', topic: 'c', permission: 'read' },
    ];
    const { kinds, after } = await bring({ rules });
    expect(kinds).toEqual(['change-rule', 'change-rule', 'create-rule']);
    expect(after.acl).toBe(
      ACL.replace('topic read public', 'topic deny public')
        .replace('topic read a\n', '# Since May\ntopic read b\n')
        .replace('# mcm role', '\nuser new\ntopic read c\n\n# mcm role'),
    );
  });

  it('takes a description away where it is declared as empty', async () => {
    const rules = RULES.map((rule) => ({ ...rule, description: '' }));
    const { kinds, after } = await bring({ rules });
    expect(kinds).toEqual(['change-rule']);
    expect(after.acl).toBe(ACL.replace('# Her own line\n', ''));
  });

  it('is refused with the place in the declaration', async () => {
    const fails = async (declaration: object) => {
      const failure = await bring(declaration).catch((error: unknown) => error);
      return failure;
    };
    expect(await fails({ users: [...USERS, { name: 'a/b' }] })).toMatchObject({
      ...{ fault: 'invalid', pointer: '/users/3/name' },
    });
    expect(await fails({ users: [...USERS, { name: 'x', passwordHash: '$' }] })).toMatchObject({
      pointer: '/users/3/passwordHash',
    });
    expect(await fails({ users: [{ name: 'ann', roles: ['sensors', 'none'] }] })).toMatchObject({
      ...{ fault: 'role-not-found', pointer: '/users/0/roles/1' },
    });
    expect(await fails({ roles: [{ name: 'a b' }] })).toMatchObject({ pointer: '/roles/0/name' });
    const rule = { topic: '%c', permission: 'read' };
    expect(await fails({ roles: [{ name: 'r', rules: [rule] }] })).toMatchObject({
      pointer: '/roles/0/rules/0/topic',
    });
    expect(await fails({ roles: [{ name: 'r' }], rules: [{ role: 'r', ...rule }] })).toMatchObject({
      pointer: '/rules/0/topic',
    });
    expect(await fails({ rules: [{ user: 'a/b', ...rule, topic: 'a' }] })).toMatchObject({
      pointer: '/rules/0',
    });
    expect(await fails({ rules: [{ all: true, ...rule, priority: 3 }] })).toMatchObject({
      ...{ fault: 'not-supported', pointer: '/rules/0/priority' },
    });
  });

  it('imports very many new users together', async () => {
    const many = Array.from({ length: 150 }, (_, i) => ({
      name: `plc-${i}`,
      roles: i < 2 ? ['sensors'] : [],
    }));
    const { kinds, made, after } = await bring({ users: [...USERS, ...many] });
    expect(kinds).toEqual(['import-users', 'set-roles', 'set-roles']);
    expect(made).toHaveLength(150);
    expect((await bring({ users: [...USERS, ...many] }, after)).kinds).toEqual([]);
    const wrong = [...USERS, ...many, { name: 'a#' }];
    await expect(bring({ users: wrong })).rejects.toMatchObject({ pointer: '/users/153/name' });
  });
});

describe('very many users of whom the acl_file says nothing', () => {
  const names = Array.from({ length: 120 }, (_, i) => `plc-${i}`);
  const users = [...USERS, ...names.map((name) => ({ name, roles: ['sensors'] }))];
  const own = [...names, 'by-rules'].map((user) => {
    return { user, topic: `line/${user}`, permission: 'read', description: `Of ${user}` };
  });
  const rules = [...RULES, ...own];

  it('get their roles and rules at once, as they would one by one', async () => {
    const { edits, after } = await bring({ users, rules });
    expect(edits).toMatchObject([
      { kind: 'replace', why: 'Bring access to what is declared (242 changes)' },
    ]);
    let slowly = before();
    for (let count = 50; count < rules.length + 50; count += 50) {
      const some = { users: users.slice(0, count), rules: rules.slice(0, count) };
      slowly = (await bring(some, slowly)).after;
    }
    expect(declarationOf(after, { hashes: true })).toEqual(declarationOf(slowly, { hashes: true }));
    expect((await bring({ users, rules }, after)).edits).toEqual([]);
    expect(after.acl).toContain(`
user plc-7
# mcm begin role sensors
topic write in/plc-7
# mcm end role sensors
# Of plc-7
topic read line/plc-7

user plc-8
`);
  });

  it('are refused with the place in the declaration', async () => {
    const wrong = [...rules, { user: 'plc-9', topic: 'a/#/b', permission: 'read' }];
    await expect(bring({ users, rules: wrong })).rejects.toMatchObject({
      pointer: `/rules/${rules.length}/topic`,
    });
    const roleless = users.map((user) =>
      user.name === 'plc-9' ? { ...user, roles: ['no'] } : user,
    );
    await expect(bring({ users: roleless, rules })).rejects.toMatchObject({
      ...{ fault: 'role-not-found', pointer: '/users/12/roles/0' },
    });
  });
});

describe('the state of the plugin', () => {
  const state = {
    clients: [
      { username: 'ann', roles: [{ rolename: 'r' }, { rolename: 'user/ann', priority: 0 }] },
    ],
    groups: [],
    roles: [
      { rolename: 'r', textdescription: 'R', acls: [] },
      {
        rolename: 'user/ann',
        acls: [{ acltype: 'publishClientSend', topic: 'a', priority: 0, allow: true }],
      },
    ],
    defaultACLAccess: {
      ...{
        publishClientSend: false,
        publishClientReceive: true,
        subscribe: false,
        unsubscribe: true,
      },
    },
  };
  const plugin: DynsecDocument = { backend: 'dynamic-security', state, newPasswords: [] };
  const rule = { user: 'ann', topic: 'a', permission: 'write' };

  it('declares its users without passwords', () => {
    expect(declarationOf(plugin, { hashes: true })).toEqual({
      version: 1,
      users: [{ name: 'ann', roles: ['r'] }],
      roles: [{ name: 'r', description: 'R', rules: [] }],
      rules: [rule],
    });
  });

  it('is as declared also where the plugin puts rules together', async () => {
    const rules = [
      rule,
      { ...rule, permission: 'read' },
      { ...rule, acltypes: ['publishClientSend'] },
    ];
    const { kinds, after } = await bring({ rules }, plugin);
    expect(kinds).toEqual(['delete-rule', 'create-rule']);
    expect(declarationOf(after, { hashes: false }).rules).toEqual([
      { ...rule, permission: 'readwrite' },
    ]);
    expect((await bring({ rules }, after)).kinds).toEqual([]);
  });

  it('takes passwords, and no hashes', async () => {
    const users = [
      { name: 'ann', roles: ['r'] },
      { name: 'new', password: 'secret' },
    ];
    const { edits } = await bring({ users }, plugin);
    expect(edits).toMatchObject([{ kind: 'create-user', username: 'new' }]);
    await expect(
      bring({ users: [{ name: 'ann', passwordHash: 'x' }] }, plugin),
    ).rejects.toMatchObject({
      ...{ fault: 'not-supported', pointer: '/users/0/passwordHash' },
    });
  });

  it('has no place for descriptions of rules', async () => {
    const rules = [{ ...rule, topic: 'b', description: 'B' }];
    await expect(bring({ rules }, plugin)).rejects.toMatchObject({
      pointer: '/rules/0/description',
    });
  });
});

it('a password in a declaration shows up nowhere', () => {
  const { users } = declaredBy({ version: 1, users: [{ name: 'a', password: 'secret' }] });
  expect(JSON.stringify(users)).not.toContain('secret');
  expect(users?.[0]?.password).toBeInstanceOf(SecretBytes);
  expect(textOf(users![0]!.password!.reveal())).toBe('secret');
  expect(bytesOf('secret')).toEqual(users?.[0]?.password?.reveal());
});
