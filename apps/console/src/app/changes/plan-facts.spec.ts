import { describe, expect, it } from '@jest/globals';
import type { ClientEffect, TouchedClients } from '../api/models';
import { planFacts } from './plan-facts';

const clientsOf = (
  effects: Readonly<Record<string, ClientEffect>>,
  change: Partial<TouchedClients> = {},
): TouchedClients => ({
  ...{ known: true, connected: 9, clientsLeftOff: 0 },
  clients: Object.entries(effects).map(([clientId, effect]) => ({
    ...{ clientId, effect, detail: '', filters: [] },
  })),
  ...change,
});

const told = (clients: TouchedClients, lockout: readonly string[] = []) =>
  planFacts({ lockout: [...lockout], clients }).map(
    ({ mark, who, text }) => `${mark}: ${who === undefined ? '' : `${who} `}${text}`,
  );

describe('what a plan says at once', () => {
  it('is that all is well', () => {
    expect(told(clientsOf({ a: 'gains' }))).toEqual([
      'ok: MCM keeps its own access',
      'ok: Nobody is disconnected',
    ]);
  });

  it('is that MCM loses its own access', () => {
    expect(told(clientsOf({}), ['It may no longer log in.'])[0]).toBe(
      'fault: MCM loses its own access',
    );
  });

  it('is who is disconnected, who loses what it uses, who keeps a subscription', () => {
    expect(told(clientsOf({ a: 'disconnected', b: 'loses', c: 'keeps-subscription' }))).toEqual([
      'ok: MCM keeps its own access',
      'warning: 1 client is disconnected',
      'warning: b loses what it uses',
      'warning: c keeps a subscription that it may no longer have',
    ]);
  });

  it('names the first and counts the others', () => {
    const clients = clientsOf({ a: 'disconnected', b: 'disconnected', c: 'loses', d: 'loses' });
    expect(told(clients).slice(1)).toEqual([
      'warning: 2 clients are disconnected',
      'warning: c and 1 more lose what they use',
    ]);
  });

  it('is that nobody knows, where the broker does not tell', () => {
    expect(told(clientsOf({}, { known: false }))).toEqual([
      'ok: MCM keeps its own access',
      'unknown: Who is connected is not told by this broker',
    ]);
  });

  it('does not say more than it knows where clients were left out', () => {
    const left = { clientsLeftOff: 3 };
    expect(told(clientsOf({ a: 'loses' }, left)).slice(1)).toEqual([
      'unknown: Of the first 1 client nobody is disconnected',
      'warning: a loses what it uses',
    ]);
    expect(told(clientsOf({ a: 'disconnected' }, left))[1]).toBe(
      'warning: At least 1 client is disconnected',
    );
  });
});
