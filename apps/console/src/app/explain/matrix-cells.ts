import type { CompiledPolicy, TopicAction } from '#domain/access';
import { clientOf } from './explain-view';

/** Allowed, denied because nothing allows it, or denied by a rule. */
export type Grant = 'yes' | 'no' | 'denied';

/** What the matrix is about. */
export const MATRIX_ACTIONS = ['receive', 'publish'] as const;
export type MatrixAction = (typeof MATRIX_ACTIONS)[number];

/** What a user may do with a topic, and whether a draft changes that. */
export interface Cell {
  readonly receive: Grant;
  readonly publish: Grant;
  readonly changed: readonly MatrixAction[];
}

/** Users (with their name for a client id) by topics; `before` is what a draft is compared with. */
export function matrixCells(
  policy: CompiledPolicy,
  before: CompiledPolicy | undefined,
  users: readonly string[],
  topics: readonly string[],
): readonly (readonly Cell[])[] {
  return topics.map((topic) =>
    users.map((user) => {
      const grant = (action: MatrixAction) => grantOf(policy, user, action, topic);
      const changed = MATRIX_ACTIONS.filter(
        (action) =>
          before !== undefined &&
          may(before, user, action, topic) !== may(policy, user, action, topic),
      );
      return { receive: grant('receive'), publish: grant('publish'), changed };
    }),
  );
}

function may(policy: CompiledPolicy, user: string, action: TopicAction, topic: string): boolean {
  return policy.decide(clientOf(user, user), action, topic);
}

function grantOf(policy: CompiledPolicy, user: string, action: TopicAction, topic: string): Grant {
  const { allowed, because } = policy.deciding(clientOf(user, user), action, topic);
  if (allowed) return 'yes';
  return because.kind === 'broker' || because.kind === 'dynsec-default' ? 'no' : 'denied';
}

/** A cell in words. */
export function cellWords(user: string, topic: string, cell: Cell): string {
  const who = user === '' ? 'anonymous' : user;
  const words = MATRIX_ACTIONS.map((action) => grantWords(action, cell));
  return `${who} on ${topic}: ${words.join(', ')}`;
}

function grantWords(action: MatrixAction, cell: Cell): string {
  const changed = cell.changed.includes(action) ? ', which the draft changes' : '';
  if (cell[action] === 'yes') return `may ${action}${changed}`;
  return `may not ${action}${cell[action] === 'denied' ? ' by a rule that denies' : ''}${changed}`;
}
