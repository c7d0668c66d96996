import { expect, it } from '@jest/globals';
import { riskOf } from './risk.js';

type Plan = Parameters<typeof riskOf>[0];

const LIVE = { known: true, connected: 0, clientsLeftOff: 0 };
const NOTHING: Plan = {
  ...{ lockout: [], problems: [] },
  clients: { ...LIVE, clients: [] },
  difference: { users: [], usersLeftOff: 0, commands: [], commandsLeftOff: 0 },
};
const impact = (gained: number, lost: number): Plan => ({
  ...NOTHING,
  impact: {
    ...{ broker: '2.0' as const, clients: 9, topics: 9, gained, lost, unchanged: 0 },
    ...{ affected: [], affectedLeftOff: 0, groups: [], groupsLeftOff: 0 },
  },
});
const clients = (effect: 'disconnected' | 'loses', count: number): Plan => ({
  ...NOTHING,
  clients: {
    ...LIVE,
    clients: Array.from({ length: count }, (_, at) => ({
      ...{ clientId: `c${at}`, effect, detail: '', filters: [] },
    })),
  },
});

it.each<[Plan, string]>([
  [clients('disconnected', 1), '1 client is disconnected and may not come back.'],
  [clients('disconnected', 2), '2 clients are disconnected and may not come back.'],
  [clients('loses', 1), '1 client loses what it uses now.'],
  [clients('loses', 2), '2 clients lose what they use now.'],
  [impact(0, 1), 'Of what was allowed, 1 topic use is denied.'],
  [impact(3, 2), 'Of what was allowed, 2 topic uses are denied.'],
  [impact(1, 0), 'Nobody loses anything; 1 topic use is gained.'],
  [impact(2, 0), 'Nobody loses anything; 2 topic uses are gained.'],
  [impact(0, 0), 'Nothing changes.'],
  [NOTHING, 'What it changes could not be worked out.'],
])('the risk is said of one as of many (%#)', (plan, sentence) => {
  expect(riskOf(plan).sentence).toBe(sentence);
});
