import { compile, type Client, type Policy } from '#domain/access';
import { sampleTopics } from '../plan/sample-topics.js';
import { rulesByUser } from './rules-by-user.js';
import type { ShadowQuestion } from './shadow-questions.js';

const MOST_CLIENTS = 40;
const MOST_CHANGED = 40;
const MOST_OTHERS = 20;
const MOST_PER_CLIENT = 4;
const LONGEST_NAME = 1_000;
const ACTIONS = ['publish', 'receive'] as const;

/**
 * What a shadow broker is asked: rather what changes, and some of what does not, of each answer the same number as far
 * as there are such. Always the same for the same policies.
 */
export function shadowSample(
  before: Policy,
  after: Policy,
  clients: readonly Client[],
  observed: readonly string[],
): readonly ShadowQuestion[] {
  const [old, now] = [compile(before), compile(after)];
  const topicsFor = sampleTopics([before, after], observed);
  const changed: ShadowQuestion[] = [];
  const others: Record<'true' | 'false', ShadowQuestion[]> = { true: [], false: [] };
  for (const client of chosen(before, after, clients)) {
    const perClient = { changed: 0, true: 0, false: 0 };
    for (const topic of topicsFor(client.username)) {
      for (const action of ACTIONS) {
        const allowed = now.decide(client, action, topic);
        const isChanged = old.decide(client, action, topic) !== allowed;
        const kind = isChanged ? 'changed' : (`${allowed}` as const);
        if (perClient[kind]++ >= MOST_PER_CLIENT) continue;
        (kind === 'changed' ? changed : others[kind]).push({ client, action, topic });
      }
    }
  }
  return [
    ...changed.slice(0, MOST_CHANGED),
    ...others.true.slice(0, MOST_OTHERS / 2),
    ...others.false.slice(0, MOST_OTHERS / 2),
  ];
}

/** Those whose rules are not the same, before all others. Names that cannot be used on the wire are left out. */
function chosen(before: Policy, after: Policy, clients: readonly Client[]): readonly Client[] {
  const usable = clients.filter(({ username = '', clientId }) => isUsable(username + clientId));
  const ids = new Map<string, number>();
  const [old, now] = [rulesByUser(before, ids), rulesByUser(after, ids)];
  const differs = ({ username = '' }: Client) => old.get(username) !== now.get(username);
  return [...usable.filter(differs), ...usable.filter((client) => !differs(client))].slice(
    0,
    MOST_CLIENTS,
  );
}

const isUsable = (name: string): boolean =>
  name.isWellFormed() && !/\p{Cc}/u.test(name) && name.length <= LONGEST_NAME;
