import { decisionList, named } from './decide.js';
import { isUnfit } from './explain.js';
import { completed, Pace } from './pace.js';
import type { Client, Policy } from './policy.js';
import { isTopicName } from './topic-name.js';
import { TopicSets, type Bits } from './topic-set.js';
import { TopicTree } from './topic-tree.js';
import { Verdicts } from './verdicts.js';

/** What a cell of a {@link matrix} says, as bits. */
export const MAY_PUBLISH = 1;
export const MAY_RECEIVE = 2;

/**
 * Who may publish to which topics and receive from them, as {@link explain} says it one by one: a row for each client
 * with a byte for each topic, in the order in which they are given. That of client `c` and topic `t` is at
 * `c * topics.length + t`.
 */
export function matrix(
  policy: Policy,
  clients: readonly Client[],
  topics: readonly string[],
): Uint8Array {
  const pace = new Pace();
  const tree = completed(TopicTree.of(topics.filter(isTopicName), pace));
  const sets = new TopicSets(tree, pace);
  const verdicts = new Verdicts(sets, pace);
  const all = sets.all();
  const numbers = new Map([...tree.topics.entries()].map(([number, topic]) => [topic, number]));
  const columns = topics.map((topic) => numbers.get(topic) ?? -1);

  const cells = new Uint8Array(clients.length * topics.length);
  for (const [row, client] of clients.map(named).entries()) {
    if (isUnfit(client)) continue;
    const publish = completed(verdicts.allowed(decisionList(policy, client, 'publish'), all));
    const receive = completed(verdicts.allowed(decisionList(policy, client, 'receive'), all));
    for (const [column, number] of columns.entries()) {
      if (number === -1) continue;
      const cell =
        (has(publish, number) ? MAY_PUBLISH : 0) | (has(receive, number) ? MAY_RECEIVE : 0);
      cells[row * topics.length + column] = cell;
    }
  }
  return cells;
}

function has(bits: Bits, number: number): boolean {
  return (((bits[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1;
}
