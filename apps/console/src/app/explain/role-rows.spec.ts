import { describe, expect, it } from '@jest/globals';
import { explain, type Action } from '#domain/access';
import { brokerVersion, bytesOf, parseDynsecState } from '#domain/mosquitto';
import { roleRows } from './role-rows';

const STATE = `{
 "clients": [{ "username": "ann", "password": "x", "roles": [
   { "rolename": "low" }, { "rolename": "high", "priority": 10 }] }],
 "groups": [{ "groupname": "plant", "roles": [{ "rolename": "shared", "priority": 2 }],
   "clients": [{ "username": "ann", "priority": 7 }] }],
 "roles": [
  { "rolename": "low", "acls": [
   { "acltype": "publishClientSend", "topic": "a/#", "allow": true }] },
  { "rolename": "high", "allowwildcardsubs": false, "acls": [
   { "acltype": "publishClientSend", "topic": "b/#", "priority": 3, "allow": false }] },
  { "rolename": "shared", "acls": [
   { "acltype": "publishClientSend", "topic": "#", "allow": false }] }],
 "defaultACLAccess": { "publishClientReceive": true }
}`;

function rowsOf(action: Action, topic: string, version: '2.0' | '2.1' = '2.0') {
  const dynsec = parseDynsecState(bytesOf(STATE));
  const client = { username: 'ann', clientId: 'ann' };
  const policy = { broker: brokerVersion(version)!, allowAnonymous: false, dynsec };
  const explanation = explain(policy, { client, action, topic });
  return roleRows(dynsec, 'ann', explanation).map((row) => {
    if (row.kind === 'fold') throw new Error('Roles are not folded.');
    const place = row.kind === 'line' ? `${row.number}: ` : '';
    const text = row
      .tokens()
      .map((token) => token.text)
      .join('');
    return `${place}${text}${row.mark ? ` <${row.mark.text}>` : ''}`;
  });
}

describe('the roles of a client', () => {
  it('stand in the order in which they are asked, with line and priority', () => {
    expect(rowsOf('publish', 'a/b')).toEqual([
      'role high, priority 10',
      '10: publishClientSend deny b/#  priority 3',
      'role low, no priority',
      '8: publishClientSend allow a/# <decides: allow>',
      'role shared, priority 2, of group plant, priority 7',
      '12: publishClientSend deny # <would deny, never reached>',
      'default, for publishClientSend: deny <would deny, never reached>',
    ]);
  });

  it('end with the default, which may decide', () => {
    expect(rowsOf('receive', 'a/b')).toEqual([
      'default, for publishClientReceive: allow <decides: allow>',
    ]);
  });

  it('can forbid wildcards, for the version that reads it', () => {
    expect(rowsOf('subscribe', 'a/#', '2.1')[1]).toBe('9: allowwildcardsubs false <decides: deny>');
    expect(rowsOf('subscribe', 'a/#')[0]).toMatch(/^default/);
  });
});
