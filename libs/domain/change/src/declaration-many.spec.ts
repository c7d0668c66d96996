import { describe, expect, it } from '@jest/globals';
import { documentOf, hash } from '../test/file-examples.js';
import { edited, rolesOf, rulesOf, usersOf } from './change.js';
import { editsFor } from './declaration-edits.js';
import { declaredBy } from './declaration-reader.js';
import type { AccessDocument, DynsecDocument } from './document.js';

const plugin: DynsecDocument = {
  backend: 'dynamic-security',
  newPasswords: [],
  state: {
    clients: [{ username: 'ann', roles: [{ rolename: 'user/ann', priority: 0 }] }],
    groups: [],
    roles: [
      { rolename: 'sensors', acls: [] },
      {
        rolename: 'user/ann',
        acls: [{ acltype: 'publishClientSend', topic: 'a', priority: 0, allow: true }],
      },
    ],
    defaultACLAccess: {
      ...{ publishClientSend: false, publishClientReceive: true },
      ...{ subscribe: false, unsubscribe: true },
    },
  },
};
const files = documentOf(
  'user ann\ntopic write a\n\n# mcm role sensors\n# mcm   write in/%u\n',
  'ann\n',
);
const DOCUMENTS = [
  ['the plugin', plugin],
  ['files', files],
] as const;

const ANN = { user: 'ann', topic: 'a', permission: 'write' };

/** Users with a role, of whom each tenth may not log in, and two rules for each. */
function declared(count: number) {
  const names = Array.from({ length: count }, (_, index) => `plc-${index}`);
  const users = names.map((name, index) => ({
    ...{ name, roles: ['sensors'] },
    ...(index % 10 === 0 && { disabled: true }),
  }));
  const rules = names.flatMap((user) => [
    { user, topic: `cmd/${user}`, permission: 'read' },
    { user, topic: 'alarm', permission: 'write' },
  ]);
  return { version: 1, users: [{ name: 'ann' }, ...users], rules: [ANN, ...rules] };
}

async function brought(document: AccessDocument, declaration: object): Promise<AccessDocument> {
  const make = () => Promise.resolve(hash(9));
  const edits = await editsFor(document, declaredBy({ ...declaration }), make);
  return edits.reduce(edited, document);
}

const views = (document: AccessDocument) => ({
  users: usersOf(document),
  roles: rolesOf(document),
  rules: rulesOf(document).map(({ line: _, ...rule }) => rule),
});

describe.each(DOCUMENTS)('very many new users for %s', (_, document) => {
  it('are what they would be if they came a few at a time', async () => {
    const all = declared(130);
    let slowly = document;
    for (let count = 45; count < 200; count += 45) {
      const users = all.users.slice(0, count);
      const rules = all.rules.slice(0, 2 * count - 1);
      slowly = await brought(slowly, { version: 1, users, rules });
    }
    expect(views(await brought(document, all))).toEqual(views(slowly));
  });

  it('have many more rules at once later, as if these came a few at a time', async () => {
    const { users, rules } = declared(130);
    const known = await brought(document, { version: 1, users, rules: rules.slice(0, 40) });
    let slowly = known;
    for (let count = 80; count < rules.length + 40; count += 40) {
      slowly = await brought(slowly, { version: 1, users, rules: rules.slice(0, count) });
    }
    const atOnce = await brought(known, { version: 1, users, rules });
    expect(views(atOnce)).toEqual(views(slowly));
    if (atOnce.backend === 'file') expect(atOnce).toEqual(slowly);
  });

  it('are refused with the place in the declaration', async () => {
    const { users, rules } = declared(130);
    const fails = async (more: object) => brought(document, { version: 1, users, rules, ...more });
    const roleless = users.toSpliced(100, 1, { name: 'plc-99', roles: ['sensors', 'no'] });
    await expect(fails({ users: roleless })).rejects.toMatchObject({
      ...{ fault: 'role-not-found', pointer: '/users/100/roles/1' },
    });
    await expect(fails({ users: users.toSpliced(3, 1, { name: 'a/b' }) })).rejects.toMatchObject({
      ...{ fault: 'invalid', pointer: '/users/3/name' },
    });
    const wrong = { user: 'plc-5', topic: 'a/#/b', permission: 'read' };
    await expect(fails({ rules: rules.toSpliced(50, 1, wrong) })).rejects.toMatchObject({
      ...{ fault: 'invalid', pointer: '/rules/50/topic' },
    });
  });

  it('take four times as long when they are four times as many, not sixteen', async () => {
    const timeOf = async (count: number) => {
      const begun = performance.now();
      await brought(document, declared(count));
      return performance.now() - begun;
    };
    await timeOf(500);
    let [many, few] = [Infinity, Infinity];
    // The least of three times, and of more where other work on the machine fell upon the longer ones.
    for (let run = 0; run < 3 || (run < 20 && many / few >= 9); run++) {
      few = Math.min(few, await timeOf(2_000));
      many = Math.min(many, await timeOf(8_000));
    }
    expect(many / few).toBeLessThan(9);
  });
});

it('a rule in very many for somebody who is not there is refused with its place', async () => {
  const { users, rules } = declared(130);
  const stray = { user: 'nobody', topic: 'a', permission: 'read' };
  const declaration = { version: 1, users, rules: rules.toSpliced(7, 0, stray) };
  await expect(brought(plugin, declaration)).rejects.toMatchObject({
    ...{ fault: 'user-not-found', pointer: '/rules/7' },
  });
});

it('a rule in very many is not kept in a role that others have', async () => {
  const { users, rules } = declared(130);
  const roles = [...plugin.state.roles, { rolename: 'user/plc-7', acls: [] }];
  const taken = { ...plugin, state: { ...plugin.state, roles } };
  await expect(brought(taken, { version: 1, users, rules })).rejects.toMatchObject({
    ...{ fault: 'name-taken', pointer: '/rules/15' },
  });
});
