import type { DynsecAclModel, DynsecDocument, DynsecRoleModel } from './document.js';
import { refuse, refuseDescription, refuseRoleName, refuseRule } from './dynsec-checks.js';
import { textsOf } from './dynsec-order.js';
import { isSameEntry, renamedRole, withoutRole, withRole, withState } from './dynsec-parts.js';
import { RolePlaces } from './dynsec-places.js';
import { aclsOf } from './dynsec-rules.js';
import type { RoleSpec } from './edit.js';

export function withNewRole(document: DynsecDocument, spec: RoleSpec): DynsecDocument {
  const { state } = document;
  refuseName(document, spec.name);
  const texts = descriptionOf(spec);
  const role = { rolename: spec.name, ...texts, acls: wantedAcls(spec, []) };
  return withState(document, withRole(state, role));
}

/** Entries that stay as they are keep their places; whoever has the role keeps it under its new name. */
export function withChangedRole(
  document: DynsecDocument,
  name: string,
  spec: RoleSpec,
): DynsecDocument {
  const role = visibleRole(document, name);
  if (spec.name !== name) refuseName(document, spec.name);
  const wanted = wantedAcls(spec, role.acls);
  const [places, there] = [Map.groupBy(wanted, placeOf), Map.groupBy(role.acls, placeOf)];
  const kept = role.acls.filter((acl) => isAmong(acl, places));
  const { textdescription: _, ...rest } = role;
  const changed = {
    ...rest,
    ...descriptionOf(spec),
    acls: [...kept, ...wanted.filter((acl) => !isAmong(acl, there))],
  };
  const state = withRole(document.state, changed);
  return withState(document, spec.name === name ? state : renamedRole(state, name, spec.name));
}

export function withoutRoleOf(document: DynsecDocument, name: string): DynsecDocument {
  visibleRole(document, name);
  return withState(document, withoutRole(document.state, name));
}

export function visibleRole(
  { state }: DynsecDocument,
  name: string,
  pointer = '',
): DynsecRoleModel {
  const role = new RolePlaces(state).visibleRole(name);
  return role ?? refuse('role-not-found', `There is no role ${name}. Create it first.`, pointer);
}

function refuseName({ state }: DynsecDocument, name: string): void {
  refuseRoleName(name, '/name');
  if (!state.roles.some(({ rolename }) => rolename === name)) return;
  const message = `There is a role ${name} already. Choose another name, or change that one.`;
  refuse('name-taken', message, '/name');
}

function descriptionOf({ description = '' }: RoleSpec): { readonly textdescription?: string } {
  const text = description.trim();
  refuseDescription(text, '/description');
  return textsOf({ textdescription: text });
}

/** What the role says already need not be what MCM would let somebody say. */
function wantedAcls(
  { rules }: RoleSpec,
  existing: readonly DynsecAclModel[],
): readonly DynsecAclModel[] {
  const acls: DynsecAclModel[] = [];
  const places = new Map<string, DynsecAclModel>();
  const there = Map.groupBy(existing, placeOf);
  for (const [index, rule] of rules.entries()) {
    const said = aclsOf(rule);
    const isNew = said.length === 0 || !said.every((acl) => isAmong(acl, there));
    if (isNew) refuseRule(rule, `/rules/${index}`);
    for (const acl of said) {
      const other = places.get(placeOf(acl));
      if (isNew && other !== undefined) refuseSecond(acl, other, `/rules/${index}`);
      places.set(placeOf(acl), acl);
      acls.push(acl);
    }
  }
  return acls;
}

/** The plugin has one entry of a role for a type and topic. */
export function refuseSecond(acl: DynsecAclModel, other: DynsecAclModel, pointer: string): void {
  const { acltype, topic } = acl;
  const says = `${other.allow ? 'allows' : 'denies'} ${acltype} for ${topic} with priority ${other.priority}`;
  const remedy = 'The plugin keeps one entry for each. Change or delete that rule.';
  refuse('name-taken', `Another rule of this role ${says} already. ${remedy}`, pointer);
}

type Places = ReadonlyMap<string, readonly DynsecAclModel[]>;

function isAmong(acl: DynsecAclModel, places: Places): boolean {
  return places.get(placeOf(acl))?.some((other) => isSameEntry(acl, other)) ?? false;
}

const placeOf = ({ acltype, topic }: DynsecAclModel) => `${acltype} ${topic}`;
