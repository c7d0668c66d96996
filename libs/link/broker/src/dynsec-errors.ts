import { commandText, type DynsecCommand } from '#domain/change';

/** The plugin cannot be commanded: the broker is gone, or it has no plugin, or does not let MCM; says which. */
export class ControlUnavailable extends Error {
  override readonly name: string = 'ControlUnavailable';
}

/** The connection ended before the answer came: the plugin may have carried the commands out. */
export class AnswerLost extends ControlUnavailable {
  override readonly name = 'AnswerLost';
}

/** The plugin did not do a command; says which, without passwords, why, and the remedy. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';

  constructor(
    command: DynsecCommand,
    /** What the plugin says. */
    readonly reason: string,
    /** How many of the commands were carried out before it; behind it there may be some more of its kind. */
    readonly done = 0,
  ) {
    super(`The plugin refused ${commandText(command)}: ${reason}. ${remedyFor(reason)}`);
  }
}

const REMEDIES: readonly (readonly [what: RegExp, remedy: string])[] = [
  [
    /already|not found|does not exist|ACL not found|Group not found/i,
    'Somebody has changed the plugin’s state meanwhile: read it again, and make a new plan.',
  ],
  [/Unknown command/i, 'This version of the plugin does not know the command: update the broker.'],
  [/UTF-8|Invalid|Empty/i, 'The plugin takes no such name or text: choose another.'],
];

function remedyFor(reason: string): string {
  const [, remedy] = REMEDIES.find(([what]) => what.test(reason)) ?? [];
  return remedy ?? 'Read the plugin’s state again, and make a new plan.';
}
