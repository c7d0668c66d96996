import { explain, matrix, MAY_PUBLISH, MAY_RECEIVE, type Policy } from '#domain/access';
import { clientOf } from './explain-view';

/** What changes for a user, and on which topics; on none for logging in. */
export interface UserChange {
  readonly user: string;
  readonly action: 'publish' | 'receive' | 'log in';
  /** Afterwards. */
  readonly allowed: boolean;
  readonly topics: readonly string[];
}

/** What a policy grants to users with their name for a client id. */
export interface Grants {
  readonly users: readonly string[];
  readonly topics: readonly string[];
  /** As {@link matrix} has them. */
  readonly cells: Uint8Array;
  /** By user. */
  readonly logins: readonly boolean[];
}

export function grantsOf(
  policy: Policy,
  users: readonly string[],
  topics: readonly string[],
): Grants {
  const clients = users.map((user) => clientOf(user, user));
  const cells = matrix(policy, clients, topics);
  const logins = clients.map(
    (client) => explain(policy, { client, action: 'login', topic: '' }).allowed,
  );
  return { users, topics, cells, logins };
}

const BITS = { receive: MAY_RECEIVE, publish: MAY_PUBLISH } as const;

/** What one gives to whom in place of the other, and takes from whom. Both are for the same users and topics. */
export function changesOf(before: Grants, after: Grants): readonly UserChange[] {
  const { users, topics } = after;
  return users.flatMap((user, row) => {
    const has = ({ cells }: Grants, column: number, bit: number) =>
      ((cells[row * topics.length + column] ?? 0) & bit) !== 0;
    const changes = [true, false].flatMap((allowed) =>
      (['receive', 'publish'] as const).map((action): UserChange => {
        const flipped = topics.filter((_, column) => {
          const is = has(after, column, BITS[action]);
          return is === allowed && is !== has(before, column, BITS[action]);
        });
        return { user, action, allowed, topics: flipped };
      }),
    );
    return [
      ...loginChange(user, before.logins[row] === true, after.logins[row] === true),
      ...changes.filter((change) => change.topics.length > 0),
    ];
  });
}

function loginChange(user: string, before: boolean, allowed: boolean): readonly UserChange[] {
  return before === allowed ? [] : [{ user, action: 'log in', allowed, topics: [] }];
}
