import { APPLY_STEPS, type ApplyStep } from '#contract';
import type { AppliedStepDto, StepState } from '../api/apply.dto.js';
import type { Telling } from '../backend/access-change.js';

/** Milliseconds since 1970. */
type Now = () => number;

type AppliedStep = Pick<AppliedStepDto, keyof AppliedStepDto>;

/** How far a change has come, step by step. */
export class ApplySteps {
  private readonly steps: AppliedStep[];
  private begun = 0;

  constructor(
    private readonly now: Now,
    private readonly onChange: () => void,
    steps: readonly AppliedStepDto[] = APPLY_STEPS.map((step) => ({
      ...{ step, state: 'waiting', probes: [] },
    })),
  ) {
    this.steps = [...steps];
  }

  all(): AppliedStepDto[] {
    return this.steps.map((step) =>
      step.state === 'running' ? { ...step, ms: this.now() - this.begun } : step,
    );
  }

  begin(step: ApplyStep): void {
    this.begun = this.now();
    this.change(step, { state: 'running' });
  }

  end(step: ApplyStep, state: StepState, detail?: string): void {
    const ms = Math.max(0, this.now() - this.begun);
    this.change(step, { state, ms, ...(detail !== undefined && { detail }) });
  }

  /** What ran when a process was killed runs no more. @param why in a sentence */
  interrupted(why: string): void {
    for (const { step, state } of [...this.steps]) {
      if (state === 'running') this.change(step, { state: 'failed', detail: why });
    }
  }

  /** The one that runs, or else the last that did. */
  current(): ApplyStep {
    const begun = this.steps.filter(({ state }) => state !== 'waiting');
    return begun.at(-1)?.step ?? 'parse';
  }

  stateOf(wanted: ApplyStep): StepState {
    return this.steps.find(({ step }) => step === wanted)?.state ?? 'waiting';
  }

  /** What the step tells while it runs. */
  telling(step: ApplyStep): Telling {
    return {
      detail: (detail) => this.change(step, { detail }),
      probes: (probes) => this.change(step, { probes: [...probes] }),
    };
  }

  private change(wanted: ApplyStep, change: Partial<AppliedStep>): void {
    const at = this.steps.findIndex(({ step }) => step === wanted);
    const before = this.steps[at];
    if (before) this.steps[at] = { ...before, ...change };
    this.onChange();
  }
}
