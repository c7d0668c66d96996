import { describe, expect, it } from '@jest/globals';
import type { Command } from '../api/models';
import type { CodeRow } from '../ui/code-rows';
import { commandRows, stateRows } from './command-rows';

const commandOf = (text: string, change: Partial<Command> = {}): Command => ({
  ...{ text, effect: 'either', disconnects: [] },
  ...change,
});
const text = (row: CodeRow | undefined): string =>
  row === undefined || row.kind === 'fold'
    ? ''
    : row
        .tokens()
        .map((token) => token.text)
        .join('');
const linesOf = (command: string) =>
  stateRows([commandOf(command)]).map((row) => {
    const change = row.kind === 'line' ? row.change : undefined;
    return `${{ added: '+', removed: '-', none: '~' }[change ?? 'none']} ${text(row).trimEnd()}`;
  });

describe('commands as they are sent', () => {
  it('are numbered and whole, and say what they do', () => {
    const sent = 'deleteClient username="a \\"b c" x=1';
    const [row] = commandRows([commandOf(sent, { effect: 'last', disconnects: ['a', 'b'] })]);
    expect(row).toMatchObject({
      number: 1,
      mark: { text: 'after the probes: cannot be undone · disconnects a, b' },
    });
    expect(text(row)).toBe(sent);
    const tokens = row?.kind === 'line' ? row.tokens() : [];
    expect(tokens.map(({ kind, text: part }) => `${kind} ${part}`)).toEqual([
      ...['word deleteClient', 'plain  ', 'key username', 'plain ="a \\"b c"'],
      ...['plain  ', 'key x', 'plain =1'],
    ]);
  });

  it.each([
    'createRole rolename=line acls=[acltype=publishClientSend topic="a ]" priority=0 allow=true]',
    'getDetails',
    'modifyClient username=a roles=[]',
    '"what is this',
    '',
  ])('are whole whatever they say: %j', (sent) => {
    expect(text(commandRows([commandOf(sent)])[0])).toBe(sent);
  });

  it('have no tag where there is nothing to be said', () => {
    const [row] = commandRows([commandOf('modifyRole rolename=line')]);
    expect(row).not.toHaveProperty('mark');
  });
});

describe('commands as lines of the state', () => {
  it.each([
    ['createClient username=plc-7 password=***', '+ client plc-7'],
    ['deleteClient username="plc 7"', '- client "plc 7"'],
    ['enableClient username=plc-7', '+ client plc-7 may log in'],
    ['disableClient username=plc-7', '- client plc-7 may not log in'],
    [
      'addClientRole username=plc-7 rolename=line priority=-1',
      '+ client plc-7 role line priority -1',
    ],
    ['removeGroupClient groupname=lines username=plc-7', '- group lines client plc-7'],
    [
      'addRoleACL rolename=line acltype=publishClientSend topic=a/# priority=10 allow=false',
      '+ role line publishClientSend a/# deny priority 10',
    ],
    [
      'removeRoleACL rolename=line acltype=subscribePattern topic=#',
      '- role line subscribePattern #',
    ],
    ['modifyRole rolename=line textname=All', '~ modifyRole role line'],
    [
      'modifyClient username=plc-7 roles=[rolename=line priority=1]',
      '~ modifyClient client plc-7 roles [rolename=line priority=1]',
    ],
    ['setClientPassword username=plc-7 password=***', '~ setClientPassword client plc-7'],
    [
      'setDefaultACLAccess acls=[acltype=subscribe allow=true]',
      '~ setDefaultACLAccess acls [acltype=subscribe allow=true]',
    ],
    ['what is this?', '~ what'],
    ['?', '~ ?'],
  ])('%s: %s', (command, line) => {
    expect(linesOf(command)).toEqual([line]);
  });

  it('tell of each entry of a new role', () => {
    const acls =
      'acltype=publishClientSend topic="a, b" priority=0 allow=true, acltype=subscribePattern topic=# priority=0 allow=false';
    expect(linesOf(`createRole rolename=line acls=[${acls}]`)).toEqual([
      '+ role line',
      '+ role line publishClientSend "a, b" allow priority 0',
      '+ role line subscribePattern # deny priority 0',
    ]);
    expect(linesOf('createRole rolename=line acls=[]')).toEqual(['+ role line']);
  });
});
