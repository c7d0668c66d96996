import { type Explanation, type Ruling, rulingKey } from '#domain/access';
import type { DynsecState } from '#domain/mosquitto';
import { stepMark } from './acl-rows';
import type { CodeRow, CodeToken, LineMark } from '../ui/code-rows';

type RoleRuling = Extract<Ruling, { readonly kind: 'role-acl' | 'role-wildcards' }>;

/** What decides for a client of the plugin: its roles in the order in which they are asked, then the default. */
export function roleRows(
  state: DynsecState,
  username: string | undefined,
  explanation: Explanation,
): readonly CodeRow[] {
  const rows: CodeRow[] = [];
  let before: RoleRuling | undefined;
  for (const { by, mark } of entriesOf(explanation)) {
    if (by.kind === 'dynsec-default') rows.push(defaultRow(by, mark));
    if (by.kind !== 'role-acl' && by.kind !== 'role-wildcards') continue;
    if (before?.role !== by.role || before.group !== by.group) {
      rows.push(headOf(`role ${by.role}`, placeOf(state, username, by)));
    }
    rows.push({
      kind: 'line',
      number: by.line,
      tokens: () => tokensOf(by),
      ...(mark && { mark }),
    });
    before = by;
  }
  return rows;
}

function defaultRow(
  { type, allow }: Extract<Ruling, { readonly kind: 'dynsec-default' }>,
  mark: LineMark | undefined,
): CodeRow {
  const text = `, for ${type}: ${allow ? 'allow' : 'deny'}`;
  const tokens = () => [
    { kind: 'topic' as const, text: 'default' },
    { kind: 'plain' as const, text },
  ];
  return { kind: 'head', tokens, ...(mark && { mark }) };
}

interface Entry {
  readonly by: Ruling;
  readonly mark?: LineMark;
}

/** Each rule once: one whose filter is faulty is tried twice, and marked for what came of either. */
function entriesOf({ trail, allowed }: Explanation): Iterable<Entry> {
  const entries = new Map<string, Entry>();
  for (const step of trail) {
    const key = rulingKey(step.by);
    const mark = stepMark(step, allowed) ?? entries.get(key)?.mark;
    entries.set(key, { by: step.by, ...(mark && { mark }) });
  }
  return entries.values();
}

function headOf(what: string, where: string): CodeRow {
  return {
    kind: 'head',
    tokens: () => [
      { kind: 'topic', text: what },
      { kind: 'plain', text: where },
    ],
  };
}

function placeOf(
  { clients, groups }: DynsecState,
  username: string | undefined,
  { role, group }: RoleRuling,
): string {
  if (group === undefined) {
    const uses = clients.find((client) => client.username === username)?.roles ?? [];
    return `, ${priorityWords(uses.find((use) => use.role === role)?.priority)}`;
  }
  const through = groups.find(({ name }) => name === group);
  const use = through?.roles.find((candidate) => candidate.role === role);
  const member = through?.clients.find((client) => client.username === username);
  const of = member === undefined ? '' : `, ${priorityWords(member.priority)}`;
  return `, ${priorityWords(use?.priority)}, of group ${group}${of}`;
}

/** Without a priority in the file it is -1. */
function priorityWords(priority = -1): string {
  return priority === -1 ? 'no priority' : `priority ${priority}`;
}

function tokensOf(by: RoleRuling): readonly CodeToken[] {
  if (by.kind === 'role-wildcards') {
    return [
      { kind: 'key', text: 'allowwildcardsubs' },
      { kind: 'plain', text: ' ' },
      { kind: 'word', text: 'false' },
    ];
  }
  return [
    { kind: 'key', text: by.type },
    { kind: 'plain', text: ' ' },
    { kind: 'word', text: by.allow ? 'allow' : 'deny' },
    { kind: 'plain', text: ' ' },
    { kind: 'topic', text: by.topic },
    ...(by.priority === 0 ? [] : [{ kind: 'comment' as const, text: `  priority ${by.priority}` }]),
  ];
}
