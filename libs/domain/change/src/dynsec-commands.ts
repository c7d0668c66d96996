import type { DynsecDocument, DynsecModel } from './document.js';
import { anonymousSteps } from './dynsec-anonymous-changes.js';
import { clientSteps } from './dynsec-client-changes.js';
import type { PlannedCommand } from './dynsec-command.js';
import { Comparison } from './dynsec-comparison.js';
import { attainable } from './dynsec-edited.js';
import { groupSteps, textChange } from './dynsec-group-changes.js';
import { KickList } from './dynsec-kicks.js';
import { lockSteps, unmakingSteps } from './dynsec-locks.js';
import { ordered, textsOf } from './dynsec-order.js';
import { Steps } from './dynsec-steps.js';

/**
 * The commands that make one state of the plugin the other. First those that only take rights away, then those that
 * may do either, then those that only give, so that after each nobody has more than before and after all of them
 * together. At last what cannot be undone: a client that is to be deleted cannot log in until then.
 *
 * Where a client's rights would be a mix of both states for a while, the client cannot log in meanwhile; only that of
 * `control`, MCM's own account for the commands, always can.
 */
export function dynsecCommands(
  before: DynsecModel,
  after: DynsecDocument['state'],
  newPasswords: DynsecDocument['newPasswords'],
  control?: string,
): readonly PlannedCommand[] {
  const comparison = new Comparison(ordered(before), attainable(before, after));
  const steps = new Steps();
  const contents = roleSteps(comparison, steps);
  const passwords = new Map(newPasswords.map((one) => [one.username, one.password]));
  const groups = groupSteps(comparison, steps);
  const clients = clientSteps({ comparison, passwords, steps });
  anonymousSteps(comparison, { groups, contents }, steps);
  defaultSteps(comparison, steps);
  lockSteps(comparison, { clients, groups, contents, control }, steps);
  unmakingSteps(comparison, steps);
  const kicks = new KickList(comparison);
  return steps.inOrder().map(({ command, effect }) => ({ command, effect, ...kicks.of(command) }));
}

/** Makes roles and changes their entries. Answers of which the entries change places. */
function roleSteps({ roles, contents }: Comparison, steps: Steps): ReadonlySet<string> {
  const reordered = new Set<string>();
  for (const [rolename, { before, after }] of roles) {
    if (after === undefined) continue;
    const { allowwildcardsubs, acls } = after;
    if (before === undefined) {
      const flag = allowwildcardsubs === undefined ? {} : { allowwildcardsubs };
      const creation = { rolename, ...textsOf(after), ...flag, acls };
      steps.add('narrows', 'making', { command: 'createRole', ...creation });
      continue;
    }
    const texts = textChange(before, after);
    if (texts) steps.add('widens', 'texts', { command: 'modifyRole', rolename, ...texts });
    const change = contents.get(rolename);
    if (change === undefined) continue;
    steps.add('narrows', 'contents', ...change.narrows);
    steps.add('either', 'contents', ...change.either);
    steps.add('widens', 'contents', ...change.widens);
    if (change.either.length > 0) reordered.add(rolename);
  }
  return reordered;
}

const DEFAULTS = ['publishClientSend', 'publishClientReceive', 'subscribe', 'unsubscribe'] as const;

function defaultSteps({ before, after }: Comparison, steps: Steps): void {
  const changed = DEFAULTS.filter(
    (type) => before.defaultACLAccess[type] !== after.defaultACLAccess[type],
  ).map((acltype) => ({ acltype, allow: after.defaultACLAccess[acltype] }));
  const [allowed, denied] = [true, false].map((allow) =>
    changed.filter((acl) => acl.allow === allow),
  );
  const command = 'setDefaultACLAccess';
  if (denied?.length) steps.add('narrows', 'defaults', { command, acls: denied });
  if (allowed?.length) steps.add('widens', 'defaults', { command, acls: allowed });
}
