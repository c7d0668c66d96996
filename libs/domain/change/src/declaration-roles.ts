import { rolesOf } from './change.js';
import type { DeclaredRole } from './declaration.js';
import type { EditList } from './edit-list.js';
import { ruleBag, ruleWords } from './rule-bag.js';
import type { MqttRole, RoleRule } from './view.js';

/** The roles become as declared; whoever has one that goes has it no more. */
export async function changeRoles(list: EditList, roles: readonly DeclaredRole[]): Promise<void> {
  const declared = new Set(roles.map(({ name }) => name));
  for (const { name } of rolesOf(list.document)) {
    if (!declared.has(name)) await list.add({ kind: 'delete-role', name }, () => '/roles');
  }
  const known = new Map(rolesOf(list.document).map((role) => [role.name, role]));
  for (const role of roles) {
    // What was written twice by hand need not be said twice.
    const rules = eachOnce(role.rules, ({ rule }) => rule);
    await changeRole(list, { ...role, rules }, known.get(role.name));
  }
}

function eachOnce<T>(all: readonly T[], ruleOf: (one: T) => RoleRule): readonly T[] {
  const first = new Map<string, T>();
  for (const one of all) {
    const words = ruleWords(ruleOf(one));
    if (!first.has(words)) first.set(words, one);
  }
  return [...first.values()];
}

async function changeRole(
  list: EditList,
  role: DeclaredRole,
  is: MqttRole | undefined,
): Promise<void> {
  const { name } = role;
  const description = role.description ?? is?.description;
  const rules = role.rules.map(({ rule }) => rule);
  const edited = { name, ...(description !== undefined && { description }), rules };
  const place = rolePlace(role);
  if (is === undefined) {
    await list.add({ kind: 'create-role', role: edited }, place);
    return;
  }
  const { backend } = list.document;
  const isSame =
    trimmed(description) === trimmed(is.description) &&
    ruleBag(backend, rules) ===
      ruleBag(
        backend,
        eachOnce(is.rules, (rule) => rule),
      );
  if (!isSame) await list.add({ kind: 'change-role', name, role: edited }, place);
}

const trimmed = (text = ''): string => text.trim();

const rolePlace =
  ({ pointer, rules }: DeclaredRole) =>
  (within: string): string => {
    const [, index, member = ''] = /^\/rules\/(\d+)(.*)$/.exec(within) ?? [];
    if (index === undefined) return `${pointer}${within}`;
    const rule = rules[Number(index)];
    return `${rule?.pointer ?? pointer}${member === '/topicFilter' ? '/topic' : member}`;
  };
