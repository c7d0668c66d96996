import { describe, expect, it } from '@jest/globals';
import type { AccessPlan } from '../api/models';
import { applyHits } from './apply-hits';

const planOf = (change: Partial<AccessPlan> = {}): AccessPlan => ({
  ...{ version: 3, base: 47, backend: 'file', risk: { level: 'low', sentence: '' } },
  difference: { users: [], usersLeftOff: 0, commands: [], commandsLeftOff: 0 },
  ...{ findings: [], problems: [], lockout: [], obstacles: [] },
  clients: { known: true, connected: 0, clients: [], clientsLeftOff: 0 },
  ...change,
});
const clientOf = (effect: 'disconnected' | 'loses' | 'gains') => ({
  ...{ clientId: effect, effect, detail: '', filters: [] },
});

describe('what applying hits', () => {
  it('is said line by line, with the way back last', () => {
    const aclFile = {
      path: '/etc/mosquitto/acl',
      added: 3,
      removed: 2,
      hunks: [],
      hunksLeftOff: 0,
    };
    const users = [{ username: 'a', change: 'created' as const }];
    const plan = planOf({
      difference: { aclFile, users, usersLeftOff: 4, commands: [], commandsLeftOff: 0 },
      clients: {
        ...{ known: true, connected: 3, clientsLeftOff: 0 },
        clients: [clientOf('disconnected'), clientOf('loses'), clientOf('gains')],
      },
    });
    expect(applyHits(plan)).toEqual([
      ['Lines', '+3 −2 in /etc/mosquitto/acl'],
      ['Users', '5 users come, go or change'],
      ['Clients', '1 client disconnected, 1 loses what it uses'],
      ['Undo', 'revision 47 can be brought back'],
    ]);
  });

  it('is little where little changes', () => {
    expect(applyHits(planOf())).toEqual([
      ['Clients', 'none is disconnected or loses what it uses'],
      ['Undo', 'revision 47 can be brought back'],
    ]);
  });

  it('is not known of clients that the broker does not tell of', () => {
    const clients = { known: false, connected: 0, clients: [], clientsLeftOff: 0 };
    expect(applyHits(planOf({ clients }))).toContainEqual(['Clients', 'not told by this broker']);
  });

  it('does not come back whole from the plugin where passwords or clients go', () => {
    const commands = [{ text: '{}', effect: 'last' as const, disconnects: [] }];
    const difference = { users: [], usersLeftOff: 0, commands, commandsLeftOff: 2 };
    expect(applyHits(planOf({ difference }))).toEqual([
      ['Commands', '3 to the plugin'],
      ['Clients', 'none is disconnected or loses what it uses'],
      ['Undo', 'revision 47 can be brought back, but not passwords and deleted clients'],
    ]);
  });
});
