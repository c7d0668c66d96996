import type { CommandEffect, DynsecCommand } from './dynsec-command.js';

/** In which order commands with the same effect come: each relies on those before it. */
const STAGES = {
  narrows: [
    'making',
    'new groups',
    'new clients',
    'locks',
    'defaults',
    'contents',
    'groups',
    'assignments',
    'anonymous',
    'meanwhile',
  ],
  either: ['contents', 'groups', 'assignments', 'anonymous'],
  widens: [
    'assignments',
    'groups',
    'contents',
    'anonymous',
    'defaults',
    'new clients',
    'passwords',
    'unlocks',
    'texts',
    'unmaking',
  ],
  last: ['clients', 'unmaking', 'passwords'],
} as const satisfies Readonly<Record<CommandEffect, readonly string[]>>;

export type Stage<Effect extends CommandEffect> = (typeof STAGES)[Effect][number];

/** In one stage commands of one kind come together; of these, in this order. */
const KINDS: readonly DynsecCommand['command'][] = [
  'createRole',
  'createGroup',
  'createClient',
  'modifyRole',
  'removeRoleACL',
  'addRoleACL',
  'removeGroupRole',
  'addGroupRole',
  'setAnonymousGroup',
  'removeClientRole',
  'addClientRole',
  'removeGroupClient',
  'addGroupClient',
  'modifyClient',
  'setClientId',
  'modifyGroup',
  'deleteGroup',
  'deleteRole',
];
const RANKS: ReadonlyMap<string, number> = new Map(KINDS.map((kind, rank) => [kind, rank]));

interface Step {
  readonly command: DynsecCommand;
  readonly effect: CommandEffect;
  readonly order: number;
}

/** Commands as they are found out, and then in the order in which they are to be carried out. */
export class Steps {
  readonly #steps: Step[] = [];

  add<Effect extends CommandEffect>(
    effect: Effect,
    stage: Stage<Effect>,
    ...commands: readonly DynsecCommand[]
  ): void {
    const stages: readonly string[] = STAGES[effect];
    const [first, second] = [EFFECTS.indexOf(effect), stages.indexOf(stage)];
    for (const command of commands) {
      const third = RANKS.get(command.command) ?? KINDS.length;
      this.#steps.push({ command, effect, order: (first * 100 + second) * 100 + third });
    }
  }

  inOrder(): readonly Step[] {
    return this.#steps.sort((a, b) => a.order - b.order);
  }
}

const EFFECTS: readonly CommandEffect[] = ['narrows', 'either', 'widens', 'last'];
