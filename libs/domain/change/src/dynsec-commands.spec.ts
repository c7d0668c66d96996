import { describe, expect, it } from '@jest/globals';
import { documentOf, after as editedBy, secret, state } from '../test/dynsec-examples.js';
import type { DynsecModel } from './document.js';
import { commandText, type PlannedCommand } from './dynsec-command.js';
import { dynsecCommands } from './dynsec-commands.js';
import { isDone } from './dynsec-done.js';
import { withProbe } from './dynsec-probe.js';

type Short = Parameters<typeof state>[0];
const ALLOWS = ['+ publishClientSend a'];
const DENIES = ['- publishClientSend a'];
const BOTH = [...ALLOWS, '- publishClientSend b'];

const planned = (
  before: DynsecModel,
  after: DynsecModel,
  passwords: Readonly<Record<string, string>> = {},
) =>
  dynsecCommands(
    before,
    after,
    Object.entries(passwords).map(([username, password]) => ({
      ...{ username, password: secret(password) },
    })),
    'control',
  );
const words = (commands: readonly PlannedCommand[]) =>
  commands.map(({ effect, command }) => `${effect}: ${commandText(command)}`);
/** What leads from one state to the other, in words. */
const between = (before: Short, after: Short, passwords?: Readonly<Record<string, string>>) =>
  words(planned(state(before), state(after), passwords));

describe('the commands from one state to another', () => {
  it('are none where nothing changes', () => {
    const same: Short = { clients: { ann: ['r'] }, roles: { r: BOTH }, groups: { g: {} } };
    expect(between(same, same)).toEqual([]);
  });

  it('make a user without roles at once, one with roles so that nobody can log in before', () => {
    expect(
      between(
        { roles: { r: ALLOWS } },
        { roles: { r: ALLOWS }, clients: { ann: [], bob: ['r', 'r'], '!cem': ['r:3'] } },
        { ann: 'a', bob: 'b', cem: 'c' },
      ),
    ).toEqual([
      'narrows: createClient username=bob',
      'narrows: createClient username=cem',
      'narrows: disableClient username=cem',
      'widens: createClient username=ann password=***',
      'widens: modifyClient username=bob password=*** roles=[rolename=r] groups=[]',
      'widens: modifyClient username=cem password=*** roles=[rolename=r priority=3] groups=[]',
    ]);
  });

  it('keep a user who is to go from logging in, and delete at last', () => {
    expect(
      between(
        { clients: { ann: ['r', 'user/ann'], '!bob': [] }, roles: { r: BOTH, 'user/ann': ALLOWS } },
        { roles: { r: BOTH } },
      ),
    ).toEqual([
      'narrows: disableClient username=ann',
      'last: deleteClient username=ann',
      'last: deleteClient username=bob',
      'last: deleteRole rolename=user/ann',
    ]);
  });

  it('set the password of a user who is there at last, but that of the probe before', () => {
    const model = state({ clients: { ann: [] } });
    const from = withProbe(model, 6);
    const commands = planned(from, withProbe(model, 7), { ann: 'x', 'mcm-probe': 'y' });
    expect(words(commands).slice(-2)).toEqual([
      'widens: setClientPassword username=mcm-probe password=***',
      'last: setClientPassword username=ann password=***',
    ]);
    expect(words(commands).filter((text) => /RoleACL/.test(text))).toHaveLength(8);
  });

  it.each<[string, readonly string[], string, string]>([
    ['allows', ALLOWS, 'widens', 'narrows'],
    ['denies', DENIES, 'narrows', 'widens'],
    ['does both', BOTH, 'either', 'either'],
  ])('give and take a role that %s when that is due', (_, acls, given, taken) => {
    const [without, having] = [
      { clients: { ann: [] }, roles: { r: acls } },
      { clients: { ann: ['r:2'] }, roles: { r: acls } },
    ];
    expect(between(without, having)).toEqual([
      `${given}: addClientRole rolename=r username=ann priority=2`,
    ]);
    expect(between(having, without)).toEqual([
      `${taken}: removeClientRole rolename=r username=ann`,
    ]);
  });

  it('change several roles and groups of a user in one command, which leaves no gap', () => {
    const roles = { r: ALLOWS, s: ALLOWS };
    const before: Short = { clients: { ann: ['r'] }, roles, groups: { g: {} } };
    const after: Short = { clients: { ann: ['s:1'] }, roles, groups: { g: { members: ['ann'] } } };
    expect(between(before, after)).toEqual([
      'either: modifyClient username=ann roles=[rolename=s priority=1] groups=[groupname=g]',
    ]);
  });

  it('change few entries one by one: what allows goes first and comes last', () => {
    const of = (...acls: readonly string[]): Short => ({ roles: { r: acls } });
    expect(
      between(
        of('+ publishClientSend a', '- publishClientReceive a'),
        of('- publishClientSend a', '+ publishClientReceive a'),
      ),
    ).toEqual([
      'narrows: removeRoleACL rolename=r acltype=publishClientSend topic=a',
      'narrows: addRoleACL rolename=r acltype=publishClientSend topic=a priority=0 allow=false',
      'widens: removeRoleACL rolename=r acltype=publishClientReceive topic=a',
      'widens: addRoleACL rolename=r acltype=publishClientReceive topic=a priority=0 allow=true',
    ]);
  });

  it('set all entries at once where they change places, are many, or are no filters', () => {
    const of = (...acls: readonly string[]): Short => ({ roles: { r: acls } });
    const [a, b] = ['acltype=publishClientSend topic=a', 'acltype=publishClientSend topic=b'];
    expect(
      between(
        of('+ publishClientSend a', '- publishClientSend b'),
        of('- publishClientSend b 1', '+ publishClientSend a'),
      ),
    ).toEqual([
      `either: modifyRole rolename=r acls=[${b} priority=1 allow=false, ${a} priority=0 allow=true]`,
    ]);
    const many = Array.from({ length: 9 }, (_, at) => `+ publishClientSend t${at}`);
    expect(between(of(), of(...many)).map((text) => text.slice(0, 29))).toEqual([
      'widens: modifyRole rolename=r',
    ]);
    // 2.0 disconnects over single entries only.
    expect(between(of(...many), of()).map((text) => text.slice(0, 35))).toEqual([
      'narrows: modifyRole rolename=r acls',
      'narrows: removeRoleACL rolename=r a',
    ]);
    expect(between(of('+ publishClientSend a+'), of())).toEqual([
      'narrows: modifyRole rolename=r acls=[]',
    ]);
  });

  it('keep a user out whose rights would be a mix of both states', () => {
    const before: Short = {
      clients: { ann: ['r'], control: ['r'] },
      roles: { r: BOTH, s: BOTH },
    };
    const after: Short = {
      clients: { ann: ['s', 'r'], control: ['s', 'r'] },
      roles: { r: BOTH.toReversed(), s: BOTH },
    };
    expect(between(before, after)).toEqual([
      'narrows: disableClient username=ann',
      expect.stringContaining('either: modifyRole rolename=r'),
      'either: addClientRole rolename=s username=ann',
      'either: addClientRole rolename=s username=control',
      'widens: enableClient username=ann',
    ]);
  });

  it('give clients without a name another group meanwhile, where theirs would be a mix', () => {
    const before: Short = {
      groups: { g: { roles: ['r', 's'] } },
      roles: { r: BOTH, s: BOTH },
      anonymousGroup: 'g',
    };
    const after: Short = {
      groups: { g: { roles: ['r'] } },
      roles: { r: BOTH.toReversed(), s: BOTH },
      anonymousGroup: 'g',
    };
    expect(between(before, after).map((text) => text.replace(/ acls=.*/, ''))).toEqual([
      'narrows: createRole rolename=mcm-meanwhile-1',
      'narrows: createGroup groupname=mcm-meanwhile',
      'narrows: addGroupRole groupname=mcm-meanwhile rolename=mcm-meanwhile-1 priority=2',
      'narrows: addGroupRole groupname=mcm-meanwhile rolename=s priority=1',
      'narrows: setAnonymousGroup groupname=mcm-meanwhile',
      'either: modifyRole rolename=r',
      'either: removeGroupRole groupname=g rolename=s',
      'either: setAnonymousGroup groupname=g',
      'widens: deleteGroup groupname=mcm-meanwhile',
      'widens: deleteRole rolename=mcm-meanwhile-1',
    ]);
  });

  it('never name roles where something is made, nor delete what somebody has', () => {
    const groups = { g: { roles: ['r'], members: ['ann'] } };
    const full: Short = {
      ...{ clients: { ann: ['r'] }, groups, roles: { r: ALLOWS }, anonymousGroup: 'g' },
    };
    const commands = planned(state({}), state(full), { ann: 'x' }).map(({ command }) => command);
    for (const command of commands) {
      if (command.command.startsWith('create')) expect(command).not.toHaveProperty('roles');
      if (command.command === 'modifyGroup') expect(command).not.toHaveProperty('roles');
    }
    expect(between(full, { clients: { ann: [] } })).toEqual([
      'narrows: removeGroupRole groupname=g rolename=r',
      'narrows: modifyClient username=ann roles=[] groups=[]',
      'widens: deleteRole rolename=r',
    ]);
  });

  it('change texts without anybody noticing where that can be', () => {
    const model = state({ clients: { ann: ['r'] }, roles: { r: ALLOWS } });
    const role = { name: 'r', description: 'new "text"', rules: [WRITE_A] };
    const edited = editedBy(documentOf(model), { kind: 'change-role', name: 'r', role }).state;
    const there = planned(model, edited);
    expect(words(there)).toEqual([
      'widens: modifyRole rolename=r textdescription="new \\"text\\""',
    ]);
    expect(there[0]).toMatchObject({ kicks: [], kicksAnonymous: false });
    expect(words(planned(edited, model))).toEqual([
      'widens: modifyRole rolename=r textdescription=""',
    ]);
  });

  it('narrow defaults first and widen them last', () => {
    const [one, other] = [true, false].map((publishClientSend) => ({
      ...state({}),
      defaultACLAccess: {
        ...{ publishClientSend, publishClientReceive: true },
        ...{ subscribe: !publishClientSend, unsubscribe: true },
      },
    }));
    expect(words(planned(one!, other!))).toEqual([
      'narrows: setDefaultACLAccess acls=[acltype=publishClientSend allow=false]',
      'widens: setDefaultACLAccess acls=[acltype=subscribe allow=true]',
    ]);
  });
});

describe('whom the commands disconnect', () => {
  const kicks = (before: Short, after: Short) =>
    planned(state(before), state(after)).map(({ command, kicks: who, kicksAnonymous }) =>
      [command.command, ...who, ...(kicksAnonymous ? ['(nobody)'] : [])].join(' '),
    );
  const roles = { r: ALLOWS };

  it('are those who have the role, by a group or not, and those whose own state changes', () => {
    const before: Short = {
      clients: { ann: ['r'], bob: [], cem: [], dan: [] },
      groups: { g: { roles: ['r'], members: ['bob'] }, h: { roles: ['r'] } },
      ...{ roles, anonymousGroup: 'h' },
    };
    const after: Short = {
      ...before,
      clients: { ann: ['r'], bob: [], '!cem': [], dan: ['r'], new: ['r'] },
      roles: { r: [...ALLOWS, '+ publishClientSend x'] },
    };
    expect(kicks(before, after)).toEqual([
      ...['createClient', 'disableClient cem', 'addClientRole dan'],
      ...['addRoleACL ann bob dan (nobody)', 'modifyClient'],
    ]);
  });

  it('are the members of a group, and clients without a name', () => {
    const before: Short = { clients: { ann: [] }, groups: { g: { members: ['ann'] } }, roles };
    const after: Short = {
      ...before,
      groups: { g: { roles: ['r'], members: ['ann'] } },
      anonymousGroup: 'g',
    };
    expect(kicks(before, after)).toEqual([
      'addGroupRole ann (nobody)',
      'setAnonymousGroup (nobody)',
    ]);
  });
});

describe('whether a command was carried out', () => {
  it('shows in the state, but for passwords', () => {
    const before = state({
      clients: { ann: ['r'], '!bob': [] },
      groups: { g: { roles: ['r'], members: ['ann'] } },
      roles: { r: BOTH, s: ALLOWS },
    });
    const after = state({
      clients: { ann: ['s', 'r:2'], bob: ['t'], cem: [] },
      groups: { g: { members: ['bob:1'] }, h: {} },
      roles: { r: ['- publishClientSend b', '- publishClientSend c'], t: BOTH },
      anonymousGroup: 'h',
    });
    const commands = planned(before, after, { cem: 'x', ann: 'y' });
    for (const { command, effect } of commands) {
      const shows = command.command === 'setClientPassword' ? undefined : true;
      expect([commandText(command), isDone(after, command)]).toEqual([commandText(command), shows]);
      if (shows && effect !== 'last') {
        expect([commandText(command), isDone(before, command)]).toEqual([
          ...[commandText(command), false],
        ]);
      }
    }
    expect(commands.length).toBeGreaterThan(10);
  });
});

const WRITE_A = { permission: 'write', topicFilter: 'a' } as const;
