import { Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import type { AccessApply, AccessBackendKind, AppliedStep } from '../api/models';
import { Clock } from '../ui/clock';
import { exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { TextParts } from '../ui/text-parts';
import {
  answered,
  answerWords,
  askedOf,
  isOver,
  probeMark,
  probeParts,
  progressOf,
  standingOf,
  NOT_REACHED,
  STEP_MARKS,
  stepWords,
  took,
} from './apply-words';

/** A change on its way to the broker, step by step, and how it ended. */
@Component({
  selector: 'mcm-applying',
  imports: [Icon, MatIconButton, MatTooltip, TextParts],
  templateUrl: './applying-panel.html',
  styleUrl: './applying-panel.scss',
})
export class ApplyingPanel {
  readonly #now = inject(Clock).now;
  readonly apply = input.required<AccessApply>();
  readonly backend = input.required<AccessBackendKind>();
  readonly dismissed = output();

  protected readonly isOver = computed(() => isOver(this.apply().state));
  protected readonly standing = computed(() => standingOf(this.apply()));
  protected readonly progress = computed(() => `${100 * progressOf(this.apply())}%`);
  protected readonly total = computed(() => {
    const { startedAt, endedAt } = this.apply();
    const end = endedAt === undefined ? this.#now() : Date.parse(endedAt);
    return took(Math.max(0, end - Date.parse(startedAt)));
  });
  protected readonly about = computed(() => {
    const { actor, note, number, startedAt } = this.apply();
    const words = note === undefined ? '' : `${note} · `;
    return { words: `${words}revision ${number} · ${actor}`, exact: exactly(startedAt) };
  });
  /** Of the steps with probes those that were opened or closed by hand; of another change, others. */
  readonly #turned = linkedSignal<number, ReadonlySet<AppliedStep['step']>>({
    source: () => this.apply().number,
    computation: () => new Set(),
  });
  protected readonly steps = computed(() =>
    this.apply().steps.map((step) => {
      const { probes, state } = step;
      const isBusy = state === 'running' || state === 'failed';
      return {
        step,
        words: stepWords(step, this.apply().number, this.backend()),
        mark: this.isOver() && state === 'waiting' ? NOT_REACHED : STEP_MARKS[state],
        took: step.ms === undefined || state === 'skipped' ? '' : took(step.ms),
        count: probes.length === 0 ? '' : countWords(step),
        asked: askedOf(step.step),
        isOpen: this.#turned().has(step.step) !== isBusy,
        probes: probes.map((probe) => ({
          mark: probeMark(probe),
          isWrong: probe.answer !== undefined && probe.answer !== probe.wanted,
          parts: probeParts(probe.question),
          question: probe.question,
          answer: answerWords(probe),
        })),
      };
    }),
  );

  protected turn(step: AppliedStep['step']): void {
    this.#turned.update((turned) => {
      const next = new Set(turned);
      if (!next.delete(step)) next.add(step);
      return next;
    });
  }
}

/** `8 of 11`; when it is over, how many are as wanted. */
function countWords({ probes, state }: AppliedStep): string {
  const done = answered(probes);
  if (state === 'running') return `${done.length} of ${probes.length}`;
  const right = done.filter(({ answer, wanted }) => answer === wanted).length;
  return `${right} of ${probes.length} as wanted`;
}
