import { PROBE_USER } from '#domain/change';
import type { ApplyState, ApplyStep } from '#contract';
import type { AccessApply, AccessBackendKind, AppliedStep, Probe } from '../api/models';
import { duration } from '../ui/formats';
import type { IconName } from '../ui/icons';
import type { TextPart } from '../ui/code-parts';

/** What a step is called: what is to be done, and what was. */
type Words = readonly [todo: string, done: string];

const STEPS: Readonly<Record<Exclude<ApplyStep, 'commit' | 'replace'>, Words>> = {
  parse: ['Parse', 'Parsed'],
  shadow: ['Try on a shadow broker', 'Tried on a shadow broker'],
  reload: ['Reload the broker', 'Broker reloaded'],
  confirm: ['See it in force', 'In force'],
  probe: ['Probes', 'Probes'],
};

const REPLACED: Readonly<Record<AccessBackendKind, Words>> = {
  file: ['Replace the files', 'Files replaced'],
  'dynamic-security': ['Send the commands', 'Commands sent'],
};

/** A step by what it does or did; the last one names the revision that comes of it. */
export function stepWords(
  { step, state }: AppliedStep,
  revision: number,
  backend: AccessBackendKind,
): string {
  const done = state === 'done' ? 1 : 0;
  if (step === 'commit') return `${done ? 'Committed' : 'Commit'} as revision ${revision}`;
  return (step === 'replace' ? REPLACED[backend] : STEPS[step])[done];
}

export interface StepMark {
  readonly icon: IconName;
  readonly colour: string;
  /** For who does not see it. */
  readonly word: string;
}

export const STEP_MARKS: Readonly<Record<AppliedStep['state'], StepMark>> = {
  waiting: { icon: 'open', colour: 't3', word: 'waiting' },
  running: { icon: 'running', colour: 'accent', word: 'running' },
  done: { icon: 'ok', colour: 'ok', word: 'done' },
  failed: { icon: 'fault', colour: 'fault', word: 'failed' },
  skipped: { icon: 'minus', colour: 't3', word: 'not needed' },
};

/** A step that was not taken, because one before it failed. */
export const NOT_REACHED: StepMark = { icon: 'minus', colour: 't3', word: 'not reached' };

/** Whether it is over, one way or the other. */
export function isOver(state: ApplyState): boolean {
  return state !== 'running' && state !== 'restoring';
}

/** How it stands or ended, as a heading and a sentence. */
export interface ApplyStanding {
  readonly heading: string;
  readonly mark?: IconName & ('ok' | 'warning' | 'fault' | 'info');
  readonly sentence: string;
}

export function standingOf({ state, number, base }: AccessApply): ApplyStanding {
  switch (state) {
    case 'running':
      return {
        heading: 'Applying',
        sentence: `If one step fails, revision ${base} comes back by itself.`,
      };
    case 'restoring':
      return { heading: 'Restoring', sentence: `Revision ${base} is being brought back.` };
    case 'committed':
      return {
        ...{ heading: 'Applied', mark: 'ok' },
        sentence: `Revision ${number} is in force, and the broker answers as it says.`,
      };
    case 'refused':
      return {
        ...{ heading: 'Not applied', mark: 'info' },
        sentence: `The broker was not touched: revision ${base} is in force as before.`,
      };
    case 'restored':
      return {
        ...{ heading: 'Restored', mark: 'warning' },
        sentence: `Revision ${base} is in force again, which is proven.`,
      };
    case 'failed':
      return {
        ...{ heading: 'Failed', mark: 'fault' },
        sentence: `Revision ${base} could not be brought back, or that it is in force could not be proven.`,
      };
  }
}

/** The part of the way that is done, from 0 to 1; a step with probes counts by those that are answered. */
export function progressOf({ steps, state }: Pick<AccessApply, 'steps' | 'state'>): number {
  if (steps.length === 0) return 0;
  if (isOver(state)) return 1;
  const done = steps.map(({ state: at, probes }) => {
    if (at === 'running') return probes.length === 0 ? 0 : answered(probes).length / probes.length;
    return at === 'waiting' ? 0 : 1;
  });
  return done.reduce((sum, part) => sum + part, 0) / steps.length;
}

export function answered(probes: readonly Probe[]): readonly Probe[] {
  return probes.filter(({ answer }) => answer !== undefined);
}

/** How it is with a probe: not put or not answered yet, as wanted, or not. */
export function probeMark({ wanted, answer }: Probe): StepMark {
  if (answer === undefined) return STEP_MARKS.running;
  return answer === wanted ? STEP_MARKS.done : STEP_MARKS.failed;
}

/** `allowed`; of another answer than the wanted one also that. */
export function answerWords({ wanted, answer }: Probe): string {
  if (answer === undefined) return '…';
  return answer === wanted ? answer : `${answer}, wanted ${wanted}`;
}

/** The question with its topic set apart; that it is the probe's account that asks is told once for all. */
export function probeParts(question: string): readonly TextPart[] {
  const asked = question.startsWith(`${PROBE_USER} `)
    ? question.slice(PROBE_USER.length + 1)
    : question;
  const [, who = '', topic = ''] =
    /^((?:.* )?(?:publishes|receives|subscribes to) )(.+)$/s.exec(asked) ?? [];
  if (topic === '') return [{ text: asked, code: false }];
  return [
    { text: who, code: false },
    { text: topic, code: true },
  ];
}

/** By whom the questions of a step are asked, and of which broker. */
export function askedOf(step: ApplyStep): string {
  return step === 'shadow'
    ? 'Asked of the shadow broker, with the names of the plant'
    : 'Asked of the broker itself, by its account mcm-probe';
}

/** So short that it tells what took long: `3 ms`, `0.4 s`, `4 min`. */
export function took(ms: number): string {
  if (ms < 100) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${(Math.round(ms / 100) / 10).toFixed(1)} s` : duration(ms);
}
