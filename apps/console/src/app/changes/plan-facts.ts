import type {
  AccessPlan,
  ClientEffect,
  RiskLevel,
  TouchedClient,
  TouchedClients,
} from '../api/models';
import { count, counted } from '../ui/formats';
import type { IconName } from '../ui/icons';
import type { NoteKind } from '../ui/note';

type Mark = IconName & ('ok' | 'info' | 'warning' | 'fault' | 'unknown');

/** One thing that the plan answers before anybody asks; `who` is set apart before the sentence. */
export interface Fact {
  readonly mark: Mark;
  readonly who?: string;
  readonly text: string;
}

/** What becomes of a client, in a word or two. */
export const EFFECTS: Readonly<Record<ClientEffect, readonly [mark: Mark, word: string]>> = {
  disconnected: ['fault', 'Is disconnected'],
  'keeps-subscription': ['warning', 'Keeps a subscription'],
  loses: ['warning', 'Loses what it uses'],
  gains: ['ok', 'Gains'],
};

export const RISKS: Readonly<Record<RiskLevel, readonly [mark: NoteKind, word: string]>> = {
  none: ['ok', 'No risk'],
  low: ['info', 'Low risk'],
  medium: ['warning', 'Medium risk'],
  high: ['fault', 'High risk'],
};

/** MCM itself, then who is disconnected, then who loses what it uses. */
export function planFacts({
  lockout,
  clients,
}: Pick<AccessPlan, 'lockout' | 'clients'>): readonly Fact[] {
  const own: Fact =
    lockout.length === 0
      ? { mark: 'ok', text: 'MCM keeps its own access' }
      : { mark: 'fault', text: 'MCM loses its own access' };
  if (!clients.known)
    return [own, { mark: 'unknown', text: 'Who is connected is not told by this broker' }];
  const of = (effect: ClientEffect) => clients.clients.filter((client) => client.effect === effect);
  return [
    own,
    disconnectedFact(of('disconnected').length, clients),
    ...losingFact(of('loses'), ['loses what it uses', 'lose what they use']),
    ...losingFact(of('keeps-subscription'), [
      'keeps a subscription that it may no longer have',
      'keep subscriptions that they may no longer have',
    ]),
  ];
}

function disconnectedFact(gone: number, { clients, clientsLeftOff }: TouchedClients): Fact {
  const are = gone === 1 ? 'is' : 'are';
  if (gone > 0) {
    const words = `${counted(gone, 'client')} ${are} disconnected`;
    return { mark: 'warning', text: clientsLeftOff > 0 ? `At least ${words}` : words };
  }
  return clientsLeftOff > 0
    ? {
        mark: 'unknown',
        text: `Of the first ${counted(clients.length, 'client')} nobody is disconnected`,
      }
    : { mark: 'ok', text: 'Nobody is disconnected' };
}

function losingFact(
  clients: readonly TouchedClient[],
  [one, many]: readonly [string, string],
): readonly Fact[] {
  const [first] = clients;
  if (first === undefined) return [];
  const more = clients.length - 1;
  const who = first.clientId;
  return [{ mark: 'warning', who, text: more === 0 ? one : `and ${count(more)} more ${many}` }];
}
