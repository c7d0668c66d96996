import type { Command, CommandEffect } from '../api/models';
import type { CodeRow, CodeToken, LineChange } from '../ui/code-rows';

const EFFECTS: Readonly<Record<CommandEffect, string>> = {
  // It takes away, or prepares what another one gives.
  narrows: 'gives nothing',
  either: '',
  widens: 'gives',
  last: 'after the probes: cannot be undone',
};

/** A word, text in quotes, or a list of such in brackets. */
const VALUE = String.raw`"(?:[^"\\]|\\.)*"|\[(?:"(?:[^"\\]|\\.)*"|[^"\]])*\]|[^\s,\]]+`;
const MEMBER = new RegExp(String.raw`(\w+)=(${VALUE})`, 'g');

/** A command as the server writes it: `addRoleACL rolename=line acltype=publishClientSend topic="a b"`. */
interface Said {
  readonly name: string;
  readonly members: ReadonlyMap<string, string>;
}

/** The commands as they are sent, in their order. */
export function commandRows(commands: readonly Command[]): readonly CodeRow[] {
  return commands.map((command, at) => {
    const text = tagOf(command);
    return {
      ...{ kind: 'line', number: at + 1, tokens: () => commandTokens(command.text) },
      ...(text !== '' && { mark: { kind: 'aside', text } }),
    };
  });
}

function tagOf({ effect, disconnects }: Command): string {
  const gone = disconnects.length === 0 ? '' : `disconnects ${disconnects.join(', ')}`;
  return [EFFECTS[effect], gone].filter((part) => part !== '').join(' · ');
}

/** The name of the command and of each member apart from their values. */
function commandTokens(text: string): readonly CodeToken[] {
  const name = /^\w*/.exec(text)?.[0] ?? '';
  const tokens: CodeToken[] = [{ kind: 'word', text: name }];
  let end = name.length;
  for (const { index, 0: whole, 1: member = '' } of text.matchAll(MEMBER)) {
    tokens.push({ kind: 'plain', text: text.slice(end, index) });
    tokens.push({ kind: 'key', text: member });
    tokens.push({ kind: 'plain', text: whole.slice(member.length) });
    end = index + whole.length;
  }
  tokens.push({ kind: 'plain', text: text.slice(end) });
  return tokens.filter((token) => token.text !== '');
}

/** What commands change in the plugin's state, as lines that come, go or become something else. */
export function stateRows(commands: readonly Command[]): readonly CodeRow[] {
  return commands
    .flatMap(({ text }) => stateLines(text))
    .map(({ change, tokens }, at) => ({
      ...{ kind: 'line', number: at + 1, tokens: () => tokens },
      ...(change !== undefined && { change }),
    }));
}

interface StateLine {
  readonly change: LineChange | undefined;
  readonly tokens: readonly CodeToken[];
}

const DEEDS: Readonly<Record<string, LineChange>> = {
  ...{ create: 'added', add: 'added', enable: 'added' },
  ...{ delete: 'removed', remove: 'removed', disable: 'removed' },
};

/** Whom and what a command is about, in the order in which it is told, each with the word before it. */
const ABOUT: readonly (readonly [member: string, word: string])[] = [
  ['groupname', 'group'],
  ['username', 'client'],
  ['rolename', 'role'],
  ['acltype', ''],
  ['topic', ''],
  ['clientid', 'client id'],
];

function stateLines(text: string): readonly StateLine[] {
  const { name, members } = saidIn(text);
  const [, deed = '', what = ''] =
    /^(create|add|enable|delete|remove|disable)?(.*)$/s.exec(name) ?? [];
  const change = DEEDS[deed];
  const tokens = [
    ...(change === undefined ? [{ kind: 'word' as const, text: `${what} ` }] : []),
    ...aboutTokens(members),
    ...restTokens(deed, what, members),
  ];
  const acls = name === 'createRole' ? itemsIn(members.get('acls') ?? '') : [];
  const role = members.get('rolename') ?? '';
  return [
    { change, tokens },
    ...acls.map((acl) => ({ change, tokens: aboutTokens(new Map([['rolename', role], ...acl])) })),
  ];
}

function aboutTokens(members: Said['members']): readonly CodeToken[] {
  const [allow, priority] = [members.get('allow'), members.get('priority')];
  return [
    ...ABOUT.flatMap(([member, word]): readonly CodeToken[] => {
      const value = members.get(member);
      if (value === undefined) return [];
      return [
        { kind: 'key', text: word === '' ? '' : `${word} ` },
        { kind: member === 'acltype' ? 'word' : 'topic', text: `${value} ` },
      ];
    }),
    { kind: 'word', text: allow === undefined ? '' : allow === 'true' ? 'allow ' : 'deny ' },
    { kind: 'comment', text: priority === undefined ? '' : `priority ${priority} ` },
  ];
}

/** What the verb alone tells, and of a change the lists that take the place of others. */
function restTokens(deed: string, what: string, members: Said['members']): readonly CodeToken[] {
  const lists = DEEDS[deed] === undefined ? ['acls', 'roles', 'groups'] : [];
  const login = { enable: 'may log in', disable: 'may not log in' }[deed];
  return [
    ...lists.flatMap((name): readonly CodeToken[] => {
      const list = members.get(name);
      return list === undefined ? [] : [{ kind: 'plain', text: `${name} ${list} ` }];
    }),
    { kind: 'comment', text: what === 'Client' && login !== undefined ? login : '' },
  ];
}

function saidIn(text: string): Said {
  const name = /^\w+(?= |$)/.exec(text)?.[0] ?? text;
  return { name, members: new Map(membersIn(text.slice(name.length))) };
}

function membersIn(text: string): readonly (readonly [string, string])[] {
  return [...text.matchAll(MEMBER)].map(([, member = '', value = '']) => [member, value]);
}

/** Each item of a list with its members. */
function itemsIn(list: string): readonly (readonly (readonly [string, string])[])[] {
  const text = list.replace(/^\[|\]$/g, '');
  return text === '' ? [] : text.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map(membersIn);
}
