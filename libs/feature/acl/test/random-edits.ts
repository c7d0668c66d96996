import { rulesOf, usersOf, type AccessDocument, type Edit, type RuleSpec } from '#domain/change';
import type { SecretBytes } from '#domain/mosquitto';

/** Numbers that look random and are always the same for a seed. */
export function randomness(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    // Numerical Recipes' linear congruential generator; its high bits are good enough here.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export interface EditWish {
  readonly names: readonly string[];
  readonly topics: readonly string[];
  readonly credential: SecretBytes;
}

/** Some edit of users, roles or rules that the document takes; nobody outside of `names` is concerned. */
export function randomEdit(
  document: AccessDocument,
  { names, topics, credential }: EditWish,
  random: (below: number) => number,
): Edit {
  const of = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const users = usersOf(document).filter(({ username }) => names.includes(username));
  const known = new Set(users.map(({ username }) => username));
  const missing = names.filter((name) => !known.has(name));
  const own = rulesOf(document).filter(
    ({ principal }) => principal.type === 'user' && names.includes(principal.name),
  );
  const choices: (() => Edit | undefined)[] = [
    () => {
      if (missing.length === 0) return undefined;
      return { kind: 'create-user', username: of(missing), credential, roles: [], disabled: false };
    },
    () => users[0] && { kind: 'delete-user', username: of(users).username },
    () => users[0] && { kind: 'set-password', username: of(users).username, credential },
    () => {
      const user = users[0] && of(users);
      if (!user) return undefined;
      return { kind: user.disabled ? 'enable-user' : 'disable-user', username: user.username };
    },
    () => users[0] && { kind: 'create-rule', rule: ruleFor(of(users).username) },
    () => own[0] && { kind: 'delete-rule', key: of(own).key },
  ];
  const ruleFor = (name: string): RuleSpec => ({
    principal: { type: 'user', name },
    permission: of(['read', 'write', 'readwrite', 'deny'] as const),
    topicFilter: `${of(topics)}${of(['', '/#'])}`,
  });
  for (;;) {
    const edit = of(choices)();
    if (edit) return edit;
  }
}
