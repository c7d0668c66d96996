import { describe, expect, it } from '@jest/globals';
import type { FlipGroup, Impact, Ruling, TouchedClient } from '../api/models';
import { impactRows } from './impact-rows';

const ruling = (text: string, filter?: string): Ruling => ({
  ...{ key: text, text },
  ...(filter === undefined ? { kind: 'broker' } : { kind: 'acl-line', filter }),
});
const NOTHING = ruling('nothing allows it');
const RULE = ruling('line 31: topic readwrite line2/#', 'line2/#');

const groupOf = (change: Partial<FlipGroup> = {}): FlipGroup => ({
  ...{ change: 'gained', action: 'publish', before: NOTHING, after: RULE },
  ...{ clients: 1, topics: 4, flips: 4 },
  examples: [{ client: { clientId: 'c1', username: 'nodered' }, topic: 'line2/filler/cmd' }],
  ...change,
});

const impactOf = (change: Partial<Impact> = {}): Impact => ({
  ...{ broker: '2.0', topics: 10, clients: 3, gained: 0, lost: 0, unchanged: 0 },
  ...{ affected: [], affectedLeftOff: 0, groups: [], groupsLeftOff: 0 },
  ...change,
});

const touchedOf = (change: Partial<TouchedClient> = {}): TouchedClient => ({
  ...{ clientId: 'nodered-hmi', username: 'nodered', effect: 'gains', detail: '', filters: [] },
  ...change,
});

const rowsOf = (groups: readonly FlipGroup[], touched: readonly TouchedClient[] = []) =>
  impactRows(impactOf({ groups: [...groups] }), touched);

describe('an impact as rows', () => {
  it('says who gains what by which rule, and an example', () => {
    expect(rowsOf([groupOf()])).toEqual([
      {
        ...{ change: 'gained', users: ['nodered'], more: '', words: 'gains publish' },
        ...{ filter: 'line2/#', topics: '4 topics', about: 'For example line2/filler/cmd' },
        why: 'nothing allows it decides now, then line 31: topic readwrite line2/#',
      },
    ]);
  });

  it('says who loses what by the rule that allowed it', () => {
    const [row] = rowsOf([groupOf({ change: 'lost', before: RULE, after: NOTHING })]);
    expect(row).toMatchObject({ words: 'loses publish', filter: 'line2/#' });
  });

  it('tells of what a user may publish and receive alike in one row', () => {
    const rows = rowsOf([groupOf({ action: 'receive' }), groupOf({ action: 'publish' })]);
    expect(rows.map(({ words }) => words)).toEqual(['gains publish, receive']);
  });

  it('tells apart what is not of the same rules, the same number or the same users', () => {
    const other = [{ client: { clientId: 'c2', username: 'scada' }, topic: 'x' }];
    const rows = rowsOf([
      groupOf(),
      groupOf({ action: 'receive', topics: 5 }),
      groupOf({ action: 'receive', after: ruling('another', 'a/#') }),
      groupOf({ action: 'receive', examples: other }),
    ]);
    expect(rows).toHaveLength(4);
  });

  it('names the topic where it is one alone', () => {
    const [row] = rowsOf([groupOf({ topics: 1 })]);
    expect(row).toMatchObject({ filter: 'line2/filler/cmd', topics: '1 topic', about: '' });
  });

  it('names some users and counts the others', () => {
    const examples = ['a', 'b', 'c'].map((username) => ({
      client: { clientId: username, username },
      topic: 'x',
    }));
    const [row] = rowsOf([groupOf({ clients: 7, examples })]);
    expect(row).toMatchObject({ users: ['a', 'b'], more: 'and 5 more' });
  });

  it('has no name for anonymous clients, and takes what decides where that has no filter', () => {
    const examples = [{ client: { clientId: 'c9' }, topic: 'x' }];
    const [row] = rowsOf([groupOf({ examples, after: ruling('there is no acl_file') })]);
    expect(row).toMatchObject({ users: [''], filter: 'there is no acl_file' });
  });

  it('names the client that is connected in place of an example', () => {
    const other = touchedOf({ clientId: 'elsewhere', username: 'scada' });
    const loses = touchedOf({ clientId: 'loser', effect: 'loses' });
    const [one] = rowsOf([groupOf()], [other, loses, touchedOf()]);
    expect(one?.about).toBe('nodered-hmi is connected');
    const [two] = rowsOf([groupOf()], [touchedOf(), touchedOf({ clientId: 'nodered-2' })]);
    expect(two?.about).toBe('nodered-hmi and 1 more are connected');
    const lost = groupOf({ change: 'lost', before: RULE, after: NOTHING });
    expect(rowsOf([lost], [loses])[0]?.about).toBe('loser is connected');
  });

  it('begins with who may log in or no longer may, many of them in one row', () => {
    const login = {
      change: 'gained',
      before: NOTHING,
      after: ruling('in the password_file'),
    } as const;
    const none = { gained: 0, lost: 0 };
    const affected = ['a', 'b', 'c'].map((username) => ({
      client: { clientId: username, username },
      ...{ login, publish: none, receive: none },
    }));
    const gone = { change: 'lost', before: login.after, after: NOTHING } as const;
    affected.push({ ...affected[0]!, login: gone as never });
    affected.push({
      client: { clientId: 'd', username: 'd' },
      publish: none,
      receive: none,
    } as never);
    const rows = impactRows(impactOf({ affected, groups: [groupOf()] }), []);
    expect(rows.map(({ words, users, more }) => [words, users, more])).toEqual([
      ['gains log-in', ['a', 'b'], 'and 1 more'],
      ['loses log-in', ['a'], ''],
      ['gains publish', ['nodered'], ''],
    ]);
    expect(rows[0]?.about).toBe('In the password_file');
  });
});
