import { randomBytes } from 'node:crypto';
import type { Policy } from '#domain/access';
import {
  commandText,
  dynsecCommands,
  PROBE_USER,
  shadowState,
  withDifference,
  withoutProbe,
  type DynsecModel,
  type NewPassword,
  type PlannedCommand,
} from '#domain/change';
import { CommandRefused, ControlUnavailable, type DynsecControl } from '#link/broker';
import { passwordHash } from '#link/host';
import type { BrokerTarget } from '#link/observer';
import type { ShadowQuestion } from '../apply/shadow-questions.js';
import type { NumberedContent } from './revision-content.js';
import {
  ChangedElsewhere,
  StepFailed,
  type AccessChange,
  type Side,
  type Telling,
} from './access-change.js';
import { brokerProbes, prove, quickOf, untilProven } from './broker-probes.js';
import { requireReadable } from './parsed-side.js';
import { tryOnShadow } from './shadow-probes.js';

/** How long the broker may take to answer the probes as it should. */
const CONFIRM_MS = 10_000;
const LISTED = 3;

interface DynsecSide {
  readonly content: NumberedContent;
  readonly policy: Policy;
  /** With the account of the probe, where there is one. */
  readonly model: DynsecModel;
}

export interface DynsecChangeSetting {
  readonly sides: Readonly<Record<Side, DynsecSide>>;
  readonly newPasswords: readonly NewPassword[];
  readonly allowAnonymous: boolean;
  readonly link: Pick<DynsecControl, 'snapshot' | 'runAll'>;
  /** The name of MCM's account for commands. */
  readonly control?: string;
  readonly target: () => Promise<BrokerTarget>;
  /** Called when commands have been run, or tried. */
  readonly changed: () => void;
  readonly confirmMs?: number;
}

/** A change of the plugin's state, by commands. */
export class DynsecChange implements AccessChange {
  keptOfOthers: string | undefined;

  constructor(private readonly setting: DynsecChangeSetting) {}

  get from(): NumberedContent {
    return this.setting.sides.from.content;
  }

  get to(): NumberedContent {
    return this.setting.sides.to.content;
  }

  parse(telling: Telling): Promise<void> {
    return requireReadable(this.setting.sides.to.policy, telling);
  }

  async shadow(
    questions: readonly ShadowQuestion[],
    telling: Telling,
    signal: AbortSignal,
  ): Promise<void> {
    const { sides, allowAnonymous } = this.setting;
    const { model, policy } = sides.to;
    const password = randomBytes(9).toString('hex');
    const dynsecState = shadowState(model, await fieldsOf(password));
    const trial = {
      files: { dynsecState },
      allowAnonymous,
      policy,
      questions,
      password,
      logins: [],
    };
    await tryOnShadow(trial, telling, signal);
  }

  async replace(side: Side, telling: Telling, signal: AbortSignal): Promise<void> {
    await this.told(async () => {
      const there = await this.setting.link.snapshot();
      if (side === 'to') this.requireSame(there);
      const commands = this.commands(there, side);
      const now = side === 'to' ? commands.filter(({ effect }) => effect !== 'last') : commands;
      await this.run([...now, ...this.probePassword(side)], telling, signal);
    });
  }

  /** The plugin needs none: commands count at once. */
  reload(): Promise<boolean> {
    return Promise.resolve(false);
  }

  async confirm(side: Side, telling: Telling, signal: AbortSignal): Promise<void> {
    await this.told(async () => {
      const there = await this.setting.link.snapshot();
      const left = this.commands(there, side).filter(
        ({ effect }) => side === 'from' || effect !== 'last',
      );
      if (left.length === 0) {
        this.noteOthers(there, side);
        return;
      }
      const some = left.slice(0, LISTED).map(({ command }) => commandText(command));
      throw new StepFailed(
        `The plugin has another state than was wanted: still to do ${some.join('; ')}.`,
      );
    });
    telling.detail('Read back and compared: as wanted.');
    const { confirmMs = CONFIRM_MS } = this.setting;
    const look = async () => {
      const { own, proof } = await this.proofOf(side);
      await prove(own, { ...proof, probes: quickOf(proof.probes) }, telling, signal);
    };
    await untilProven(look, { patienceMs: confirmMs, signal });
    telling.probes([]);
  }

  async probe(side: Side, telling: Telling, signal: AbortSignal): Promise<void> {
    const { own, proof } = await this.proofOf(side);
    await prove(own, proof, telling, signal);
  }

  private async proofOf(side: Side) {
    const { sides, target, confirmMs: answerMs } = this.setting;
    const own = await target();
    const probes = await brokerProbes(sides[side], sides[side === 'to' ? 'from' : 'to'], own);
    return { own, proof: { is: this[side], probes, ...(answerMs !== undefined && { answerMs }) } };
  }

  /** Deletes clients and sets the passwords of those that were there: nothing brings these back. */
  async finish(telling: Telling): Promise<void> {
    const { from, to } = this.setting.sides;
    if (this.lastOf(from.model, to.model).length === 0) return;
    await this.told(async () => {
      const there = await this.setting.link.snapshot();
      const last = this.lastOf(there, this.towards(there, 'to'));
      await this.run(last, telling, new AbortController().signal);
    });
  }

  private lastOf(there: DynsecModel, wanted: DynsecModel): readonly PlannedCommand[] {
    const { sides, newPasswords } = this.setting;
    const known = new Set(sides.from.model.clients.map(({ username }) => username));
    const passwords = newPasswords.filter(({ username }) => known.has(username));
    return this.commandsFor(there, wanted, passwords).filter(({ effect }) => effect === 'last');
  }

  private commands(there: DynsecModel, side: Side): readonly PlannedCommand[] {
    const { sides, newPasswords } = this.setting;
    const wanted = side === 'to' ? sides.to.model : this.towards(there, 'from');
    const known = new Set(there.clients.map(({ username }) => username));
    // Of clients that are there, the password is the last thing; of those that are not, the first log-in needs it.
    const passwords = newPasswords.filter(({ username }) => !known.has(username));
    return this.commandsFor(there, wanted, side === 'to' ? passwords : []);
  }

  /** One side, with what somebody else has changed meanwhile beside that in which the sides differ. */
  private towards(there: DynsecModel, side: Side): DynsecModel {
    const { from, to } = this.setting.sides;
    const [before, wanted] = side === 'to' ? [from, to] : [to, from];
    return withDifference(there, before.model, wanted.model);
  }

  private commandsFor(
    there: DynsecModel,
    wanted: DynsecModel,
    passwords: readonly NewPassword[],
  ): readonly PlannedCommand[] {
    return dynsecCommands(there, wanted, passwords, this.setting.control);
  }

  /** The probe of each revision has a password of its own. */
  private probePassword(side: Side): PlannedCommand[] {
    const { probe } = this[side];
    if (!probe) return [];
    const { password } = probe;
    const command = { command: 'setClientPassword', username: PROBE_USER, password } as const;
    return [{ command, effect: 'either', kicks: [PROBE_USER], kicksAnonymous: false }];
  }

  private async run(
    commands: readonly PlannedCommand[],
    telling: Telling,
    signal: AbortSignal,
  ): Promise<void> {
    const words = (done: number) => `${done} of ${commands.length} commands`;
    telling.detail(words(0));
    try {
      await this.setting.link.runAll(commands, {
        signal,
        onProgress: (done) => telling.detail(words(done)),
      });
    } finally {
      this.setting.changed();
    }
  }

  private noteOthers(there: DynsecModel, side: Side): void {
    const wanted = withoutProbe(this.setting.sides[side].model);
    const isKept = this.commandsFor(withoutProbe(there), wanted, []).length > 0;
    this.keptOfOthers =
      side === 'from' && isKept
        ? 'What somebody else has changed meanwhile stays as it is: look at the drift, and adopt or overwrite it.'
        : undefined;
  }

  /** Somebody else's change would be lost. */
  private requireSame(there: DynsecModel): void {
    const known = withoutProbe(this.setting.sides.from.model);
    if (this.commandsFor(withoutProbe(there), known, []).length === 0) return;
    throw new ChangedElsewhere(
      'The plugin’s state was changed by somebody else in the meantime and stays as it is. Look at the drift, and adopt or overwrite it.',
    );
  }

  private async told(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // The broker may be gone at any moment, and the plugin may refuse a command.
      if (error instanceof CommandRefused || error instanceof ControlUnavailable) {
        throw new StepFailed(error.message, { cause: error });
      }
      throw error;
    }
  }
}

/** A password as the plugin's state has it. */
async function fieldsOf(password: string) {
  const hash = Buffer.from((await passwordHash(password)).reveal()).toString('latin1');
  const [, , iterations = '', salt = '', digest = ''] = hash.split('$');
  return { password: digest, salt, iterations: Number(iterations) };
}
