import { rolesOf } from './change.js';
import type { DeclaredRole } from './declaration.js';
import type { EditList } from './edit-list.js';
import { ruleBag, ruleWords } from './rule-bag.js';
import type { MqttRole, RoleRule } from './view.js';

/** The roles become as declared; whoever has one that goes has it no more. */
export function changeRoles(list: EditList, roles: readonly DeclaredRole[]): void {
  const declared = new Set(roles.map(({ name }) => name));
  for (const { name } of rolesOf(list.document)) {
    if (!declared.has(name)) list.add({ kind: 'delete-role', name }, () => '/roles');
  }
  const known = new Map(rolesOf(list.document).map((role) => [role.name, role]));
  for (const role of roles) changeRole(list, role, known.get(role.name));
}

function changeRole(list: EditList, role: DeclaredRole, is: MqttRole | undefined): void {
  const { name } = role;
  const description = role.description ?? is?.description;
  const rules = once(role.rules.map(({ rule }) => rule));
  const edited = { name, ...(description !== undefined && { description }), rules };
  const place = rolePlace(role);
  if (is === undefined) {
    list.add({ kind: 'create-role', role: edited }, place);
    return;
  }
  const { backend } = list.document;
  const isSame =
    trimmed(description) === trimmed(is.description) &&
    ruleBag(backend, rules) === ruleBag(backend, once(is.rules));
  if (!isSame) list.add({ kind: 'change-role', name, role: edited }, place);
}

/** What is said twice means nothing else than once. */
function once(rules: readonly RoleRule[]): readonly RoleRule[] {
  const byWords = new Map(rules.toReversed().map((rule) => [ruleWords(rule), rule]));
  return [...byWords.values()].reverse();
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
