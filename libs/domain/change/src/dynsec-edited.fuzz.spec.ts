import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ACL_TYPES } from '#domain/mosquitto';
import { applied } from '../test/dynsec-applied.js';
import { models, USERNAMES } from '../test/dynsec-arbitraries.js';
import { documentOf, secret } from '../test/dynsec-examples.js';
import type { DynsecDocument } from './document.js';
import { dynsecCommands } from './dynsec-commands.js';
import { dynsecEdited } from './dynsec-edited.js';
import { ordered } from './dynsec-order.js';
import { dynsecRoles, dynsecRules, dynsecUsers } from './dynsec-view.js';
import { EditRefused, type Edit } from './edit.js';
import { PERMISSIONS, type RulePrincipal, type RuleSpec } from './view.js';

const username = fc.constantFrom(...USERNAMES, 'new', 'gone');
const roleName = fc.constantFrom('r1', 'r2', 'r3', 'made', 'all-users');
const rule = fc
  .tuple(
    fc.record({
      permission: fc.constantFrom(...PERMISSIONS),
      topicFilter: fc.constantFrom('a', 'a/#', '#', '+/b', 'a+'),
    }),
    fc.option(fc.subarray([...ACL_TYPES]), { nil: undefined, freq: 3 }),
    fc.option(fc.constantFrom(-1, 0, 10), { nil: undefined, freq: 3 }),
  )
  .map(([said, acltypes, priority]) => ({
    ...said,
    ...(acltypes && { acltypes }),
    ...(priority !== undefined && { priority }),
  }));
const principal: fc.Arbitrary<RulePrincipal> = fc.oneof(
  username.map((name) => ({ type: 'user' as const, name })),
  roleName.map((name) => ({ type: 'role' as const, name })),
  fc.constantFrom({ type: 'all' as const }, { type: 'anonymous' as const }),
);
const spec: fc.Arbitrary<RuleSpec> = fc
  .tuple(rule, principal)
  .map(([said, who]) => ({ ...said, principal: who }));
const roleSpec = fc.record({ name: roleName, rules: fc.array(rule, { maxLength: 3 }) });
const credential = fc.constantFrom(secret('x'), secret(''));

const of = fc.constantFrom<'enable-user' | 'disable-user' | 'delete-user'>(
  ...(['enable-user', 'disable-user', 'delete-user'] as const),
);
const key = fc.nat().map(String);

/** In the place of a rule's key stands the how-many-eth it is. */
const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constant('create-user' as const),
    ...{ username, credential, disabled: fc.boolean() },
    roles: fc.array(roleName, { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('import-users' as const),
    users: fc.array(
      fc.record(
        { username, credential, roles: fc.uniqueArray(roleName) },
        { requiredKeys: ['username', 'credential'] },
      ),
      { maxLength: 3 },
    ),
  }),
  fc.record({ kind: of, username }),
  fc.record({
    kind: fc.constant('set-roles' as const),
    ...{ username, roles: fc.uniqueArray(roleName) },
  }),
  fc.record({ kind: fc.constant('create-role' as const), role: roleSpec }),
  fc.record({ kind: fc.constant('change-role' as const), name: roleName, role: roleSpec }),
  fc.record({ kind: fc.constant('delete-role' as const), name: roleName }),
  fc.record({ kind: fc.constant('create-rule' as const), rule: spec }),
  fc.record({ kind: fc.constant('change-rule' as const), key, rule: spec }),
  fc.record({ kind: fc.constant('delete-rule' as const), key }),
);

/** The edit with the key of a rule that is there. */
function placed(document: DynsecDocument, edit: Edit): Edit {
  if (!('key' in edit)) return edit;
  const rules = dynsecRules(document);
  return { ...edit, key: rules[Number(edit.key) % (rules.length || 1)]?.key ?? 'none' };
}

/** The document after the edit, or nothing where it is refused. */
function tried(document: DynsecDocument, edit: Edit): DynsecDocument | undefined {
  try {
    return dynsecEdited(document, edit);
  } catch (error) {
    // EditRefused: whether an edit fits a document only the edit can tell.
    if (error instanceof EditRefused) return undefined;
    throw error;
  }
}

describe('random edits of random states', () => {
  it('keep the order of the plugin, and its commands lead to what they make', () => {
    let [made, refused] = [0, 0];
    fc.assert(
      fc.property(models, fc.array(edits, { maxLength: 12, size: 'max' }), (model, many) => {
        let document = documentOf(model);
        for (const edit of many) {
          const next = tried(document, placed(document, edit));
          document = next ?? document;
          if (next) made++;
          else refused++;
        }
        expect(ordered(document.state)).toEqual(document.state);
        const commands = dynsecCommands(model, document.state, document.newPasswords);
        const there = commands.reduce((state, { command }) => applied(state, command), model);
        expect(there).toEqual(document.state);
      }),
    );
    expect(Math.min(made, refused)).toBeGreaterThan(50);
  });

  it('see everything: users, roles and rules are all that clients, roles and entries are', () => {
    fc.assert(
      fc.property(models, (model) => {
        const document = documentOf(model);
        expect(dynsecUsers(document)).toHaveLength(model.clients.length);
        const rules = dynsecRules(document);
        expect(new Set(rules.map(({ key }) => key)).size).toBe(rules.length);
        const emptied = rules.reduce(
          (rest, { key }) => dynsecEdited(rest, { kind: 'delete-rule', key }),
          document,
        );
        expect(emptied.state.roles.flatMap(({ acls }) => acls)).toEqual([]);
        const places = dynsecRoles(document).map(({ name }) => name);
        expect(emptied.state.roles.map(({ rolename }) => rolename)).toEqual(
          expect.arrayContaining(places),
        );
      }),
    );
  });

  it('make a rule and take it away again, which leaves all as it was', () => {
    fc.assert(
      fc.property(models, spec, (model, said) => {
        const document = documentOf(model);
        // A place for rules that is empty goes with the last rule, whoever made it.
        fc.pre(model.roles.every(({ acls }) => acls.length > 0));
        const known = new Set(dynsecRules(document).map(({ key }) => key));
        const made = tried(document, { kind: 'create-rule', rule: said });
        const [own, other] = made ? dynsecRules(made).filter(({ key }) => !known.has(key)) : [];
        // With a rule of the same filter it may have become one.
        if (made === undefined || own === undefined || other !== undefined) return;
        if (dynsecRules(made).length !== known.size + 1) return;
        const gone = dynsecEdited(made, { kind: 'delete-rule', key: own.key });
        const { anonymousGroup: _, groups: __, ...rest } = gone.state;
        expect(document.state).toMatchObject(rest);
      }),
    );
  });
});
