import type { Policy } from '#domain/access';
import type { DynsecState } from '#domain/mosquitto';

/**
 * What the policy says of each user, as texts to be compared; for anonymous clients under the empty name.
 * @param ids numbers of long texts; the same map for the policies that are compared
 */
export function rulesByUser(
  { aclFile, dynsec }: Policy,
  ids: Map<string, number>,
): ReadonlyMap<string, string> {
  const rules = new Map<string, string>();
  const add = (user: string, rule: string) => rules.set(user, `${rules.get(user) ?? ''}\n${rule}`);
  let current = '';
  for (const line of aclFile?.lines ?? []) {
    if (line.kind === 'user') current = line.name;
    if (line.kind === 'topic') add(current, `${line.access} ${line.filter}`);
  }
  if (dynsec) addRoles(dynsec, ids, add);
  return rules;
}

function addRoles(
  { clients, groups, roles, anonymousGroup }: DynsecState,
  ids: Map<string, number>,
  add: (user: string, rule: string) => void,
): void {
  const contents = new Map(
    roles.map(({ name, acls, allowsWildcardSubscriptions }) => {
      const entries = acls.map(
        ({ type, topic, priority, allow }) => `${type} ${priority} ${allow} ${topic}`,
      );
      return [name, idOf([allowsWildcardSubscriptions, ...entries].join('\n'), ids)];
    }),
  );
  const said = (uses: DynsecState['clients'][number]['roles']) =>
    uses.map(({ role, priority }) => `${role} ${priority} ${contents.get(role)}`).join('\n');
  for (const client of clients) {
    add(client.username, `${client.disabled} ${client.clientId} ${said(client.roles)}`);
  }
  for (const group of groups) {
    const content = idOf(`${group.name}\n${said(group.roles)}`, ids);
    for (const { username, priority } of group.clients) add(username, `${content} ${priority}`);
    if (group.name === anonymousGroup) add('', `${content}`);
  }
}

/** Thousands of users have the same role: its content is compared once. */
function idOf(text: string, ids: Map<string, number>): number {
  const id = ids.get(text) ?? ids.size;
  ids.set(text, id);
  return id;
}
