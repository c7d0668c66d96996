import { describe, expect, it } from '@jest/globals';
import { bytesOf, SecretBytes } from '#domain/mosquitto';
import { edited, rolesOf, rulesOf, usersOf } from './change.js';
import type { AccessDocument } from './document.js';
import type { Edit, ImportedUser } from './edit.js';
import { fileDocument } from './file-document.js';

const HASH = new SecretBytes(bytesOf(`$7$101$c2FsdHNhbHRzYWx0$${'A'.repeat(86)}==`));
const ACL = `# The plant.
topic read public/#

user ann
# mcm begin role sensors
topic write line/ann/#
# mcm end role sensors
topic read own/#
pattern read hello/%u

user bob
# mcm begin role sensors
topic write line/bob/#
# mcm end role sensors

user carol
topic read c/#

# mcm role sensors: Everything a sensor does
# mcm   write line/%u/#
# mcm role readers
# mcm   read line/#
# mcm   read cmd/%u
`;

const user = (username: string, roles?: readonly string[]): ImportedUser => ({
  ...{ username, credential: HASH },
  ...(roles && { roles }),
});
const CASES: readonly (readonly ImportedUser[])[] = [
  [user('dave', ['sensors']), user('eve', ['readers', 'sensors'])],
  [user('ann', ['readers']), user('bob', []), user('carol', ['sensors'])],
  [user('bob', ['sensors']), user('ann', []), user('dave', []), user('eve', ['readers'])],
  [user('ann'), user('carol', ['readers', 'sensors'])],
];

const files = (acl: string): AccessDocument =>
  fileDocument({ acl: bytesOf(acl), passwords: bytesOf('') }, []);
const plugin: AccessDocument = {
  backend: 'dynamic-security',
  newPasswords: [],
  state: {
    clients: [
      { username: 'ann', roles: [{ rolename: 'sensors', priority: 3 }] },
      { username: 'bob', roles: [{ rolename: 'sensors' }] },
      { username: 'carol', roles: [] },
    ],
    groups: [],
    roles: ['readers', 'sensors'].map((rolename) => ({ rolename, acls: [] })),
    defaultACLAccess: {
      ...{ publishClientSend: false, publishClientReceive: true },
      ...{ subscribe: false, unsubscribe: true },
    },
  },
};

const oneByOne = (document: AccessDocument, users: readonly ImportedUser[]): AccessDocument => {
  const bare = users.map(({ username, credential }) => ({ username, credential }));
  const edits: Edit[] = [{ kind: 'import-users', users: bare }];
  for (const { username, roles } of users) {
    if (roles) edits.push({ kind: 'set-roles', username, roles });
  }
  return edits.reduce(edited, document);
};
const views = (document: AccessDocument) => ({
  users: usersOf(document),
  roles: rolesOf(document),
  rules: rulesOf(document).map(({ line: _, ...rule }) => rule),
});

describe('an import with roles', () => {
  it.each(CASES.map((users) => [users] as const))('says what it says one by one: %j', (users) => {
    for (const document of [files(ACL), plugin]) {
      const imported = edited(document, { kind: 'import-users', users });
      expect(views(imported)).toEqual(views(oneByOne(document, users)));
    }
  });

  it('without any role for those of whom the acl_file says nothing leaves that alone, faults and all', () => {
    const users = [user('dave', []), user('eve', [])];
    for (const acl of [undefined, 'topic wirte a\n', ACL]) {
      const document = fileDocument(
        { passwords: bytesOf(''), ...(acl !== undefined && { acl: bytesOf(acl) }) },
        [],
      );
      const imported = edited(document, { kind: 'import-users', users });
      expect(imported.backend === 'file' && imported.acl).toBe(acl);
      expect(usersOf(imported).map(({ username }) => username)).toEqual(
        expect.arrayContaining(['dave', 'eve']),
      );
    }
  });

  it('sets off new sections by one empty line each', () => {
    const text = (acl: string) => {
      const document = edited(files(acl), { kind: 'import-users', users: CASES[0]! });
      return document.backend === 'file' ? document.acl : undefined;
    };
    const section = (name: string, lines: string) => `user ${name}\n${lines}`;
    const sensors = (name: string) =>
      `# mcm begin role sensors\ntopic write line/${name}/#\n# mcm end role sensors\n`;
    const readers = `# mcm begin role readers\ntopic read line/#\ntopic read cmd/eve\n# mcm end role readers\n`;
    const roles =
      '# mcm role sensors\n# mcm   write line/%u/#\n# mcm role readers\n# mcm   read line/#\n# mcm   read cmd/%u\n';
    const [dave, eve] = [
      section('dave', sensors('dave')),
      section('eve', readers + sensors('eve')),
    ];
    expect(text(roles)).toBe(`${dave}\n${eve}\n${roles}`);
    expect(text(`topic read a\n\n${roles}`)).toBe(`topic read a\n\n${dave}\n${eve}\n${roles}`);
  });
});
