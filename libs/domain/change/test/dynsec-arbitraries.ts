import fc from 'fast-check';
import { ACL_TYPES } from '#domain/mosquitto';
import type { DynsecModel } from '../src/document.js';
import { ordered } from '../src/dynsec-order.js';

/** Random states of the plugin out of few names, so that they meet. */
export const USERNAMES = ['ann', 'bob', 'ü', 'cem'];
const ROLES = ['r1', 'r2', 'r3', 'user/ann', 'all-users', 'anonymous', 'ü'];
const GROUPS = ['g1', 'g2', 'anonymous'];
export const TOPICS = ['a', 'b', 'a/b', '$x/a'];
const FILTERS = ['a', 'b', '#', 'a/#', '+', 'a/b', '$x/#', '%u'];

const some = <T>(one: fc.Arbitrary<T>, maxLength: number) =>
  fc.array(one, { maxLength, size: 'max' });
const maybe = <Name extends string, T>(name: Name, arbitrary: fc.Arbitrary<T>, times = 3) =>
  fc
    .tuple(fc.nat(times - 1), arbitrary)
    .map(([chance, value]) => (chance === 0 ? { [name]: value } : {}) as Partial<Record<Name, T>>);

const priority = fc.constantFrom(-1, -1, -1, 0, 1, -2);
const text = fc.constantFrom('', 'Everything', 'ü "q" \\ x');
const texts = fc
  .tuple(maybe('textname', text), maybe('textdescription', text))
  .map(([name, description]) => ({ ...name, ...description }));

const acl = fc.record({
  acltype: fc.constantFrom(...ACL_TYPES),
  topic: fc.constantFrom(...FILTERS),
  priority: fc.constantFrom(0, 0, 0, 1, 10, -1),
  allow: fc.boolean(),
});
/** The plugin has one entry of a role for a type and topic. */
const acls = fc.uniqueArray(acl, {
  selector: ({ acltype, topic }) => `${acltype} ${topic}`,
  maxLength: 10,
  size: 'max',
});
const uses = some(fc.record({ rolename: fc.constantFrom(...ROLES), priority }), 4);

const role = fc
  .tuple(fc.record({ rolename: fc.constantFrom(...ROLES), acls }), texts)
  .map(([one, said]) => ({ ...one, ...said }));
const client = fc
  .tuple(
    fc.record({ username: fc.constantFrom(...USERNAMES), roles: uses, disabled: fc.nat(4) }),
    texts,
    maybe('clientid', fc.constantFrom('c1', 'c2', 'c1', 'c2', ''), 5),
  )
  .map(([{ disabled, ...one }, said, id]) => ({
    ...one,
    ...said,
    ...id,
    ...(disabled === 0 ? { disabled: true } : {}),
  }));
const group = fc
  .tuple(
    fc.record({
      groupname: fc.constantFrom(...GROUPS),
      roles: uses,
      clients: some(fc.record({ username: fc.constantFrom(...USERNAMES), priority }), 3),
    }),
    texts,
  )
  .map(([one, said]) => ({ ...one, ...said }));

export const models: fc.Arbitrary<DynsecModel> = fc
  .tuple(
    fc.record({
      clients: some(client, 5),
      groups: some(group, 3),
      roles: some(role, 6),
      defaultACLAccess: fc.record({
        publishClientSend: fc.boolean(),
        publishClientReceive: fc.boolean(),
        subscribe: fc.boolean(),
        unsubscribe: fc.boolean(),
      }),
    }),
    maybe('anonymousGroup', fc.constantFrom(...GROUPS), 2),
  )
  .map(([model, anonymous]) => ordered({ ...model, ...anonymous }));

/** What is different in the second of two states: entries, roles of somebody and members change places. */
const shuffles = fc.array(fc.nat(), { minLength: 60, maxLength: 60 });

/** A state in which priorities are others than before, and some things are gone. */
function shuffled(model: DynsecModel, dice: readonly number[]): DynsecModel {
  let thrown = 0;
  const dice6 = () => dice[thrown++ % dice.length]! % 6;
  const moved = <T extends { readonly priority?: number }>(all: readonly T[]) =>
    all.flatMap((one) => {
      const eyes = dice6();
      if (eyes === 0) return [];
      return [eyes < 3 ? { ...one, priority: dice6() - 3 } : one];
    });
  const { clients, groups, roles, ...rest } = model;
  return ordered({
    ...rest,
    clients: clients.map((one) => ({ ...one, roles: moved(one.roles) })),
    groups: groups.map((one) => ({
      ...one,
      ...{ roles: moved(one.roles), clients: moved(one.clients) },
    })),
    roles: roles.map((one) => ({ ...one, acls: moved(one.acls) })),
  });
}

/** Two states, of which the second is made of the first and of another. */
const mixedChanges: fc.Arbitrary<readonly [DynsecModel, DynsecModel]> = fc
  .tuple(models, models, fc.array(fc.nat(9), { minLength: 40, maxLength: 40 }))
  .map(([before, other, chances]) => {
    const mixed = <T>(a: readonly T[], b: readonly T[], nameOf: (one: T) => string, from: number) =>
      [...new Set([...a, ...b].map(nameOf))].flatMap((name, at) => {
        const [one, two] = [a, b].map((all) => all.find((each) => nameOf(each) === name));
        return (chances[(from + at) % 40]! < 6 ? one : two) ?? [];
      });
    const after = {
      clients: mixed(before.clients, other.clients, ({ username }) => username, 0),
      groups: mixed(before.groups, other.groups, ({ groupname }) => groupname, 9),
      roles: mixed(before.roles, other.roles, ({ rolename }) => rolename, 18),
      defaultACLAccess: chances[38]! < 6 ? before.defaultACLAccess : other.defaultACLAccess,
    };
    const { anonymousGroup } = chances[39]! < 6 ? before : other;
    return [before, ordered(anonymousGroup === undefined ? after : { ...after, anonymousGroup })];
  });

export const changes = fc.oneof(
  mixedChanges,
  fc
    .tuple(models, shuffles)
    .map(([before, dice]): readonly [DynsecModel, DynsecModel] => [before, shuffled(before, dice)]),
);
