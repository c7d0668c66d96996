import type { ProbeDto } from '../api/apply.dto.js';
import type { NumberedContent } from './revision-content.js';
import type { ShadowQuestion } from '../apply/shadow-questions.js';

export type Side = 'from' | 'to';

/** What a step tells while it runs. */
export interface Telling {
  detail(text: string): void;
  /** The questions that are being put, again whenever one is answered. */
  probes(probes: readonly ProbeDto[]): void;
}

/**
 * The way from one content of the broker's access to another, and back. Each step can be taken again after a
 * process was killed in it. Throws {@link StepFailed}.
 */
export interface AccessChange {
  readonly from: NumberedContent;
  readonly to: NumberedContent;
  /** Has the own readers take what the broker would read. */
  parse(telling: Telling): Promise<void>;
  /** Has a broker of its own load it and answer the questions. */
  shadow(
    questions: readonly ShadowQuestion[],
    telling: Telling,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Why `from` is not to be brought back, as a sentence: the broker would not take it, and be open or gone instead.
   * Usually nothing.
   */
  readonly noWayBack?: string | undefined;
  /** What somebody else has changed meanwhile and stays, as a sentence, once `from` was confirmed. Usually nothing. */
  readonly keptOfOthers?: string | undefined;
  /**
   * Puts one side in the place of the other, or of what was between them when a process was killed. What somebody else
   * has put there stays: of `to`, nothing is touched then.
   * @throws ChangedElsewhere
   */
  replace(side: Side, telling: Telling, signal: AbortSignal): Promise<void>;
  /** Has the broker read it. Answers false where none is needed. */
  reload(side: Side, telling: Telling, signal: AbortSignal): Promise<boolean>;
  /** Waits until the broker goes by it. */
  confirm(side: Side, telling: Telling, signal: AbortSignal): Promise<void>;
  /** Proves it with must-allow, must-deny and must-refuse. */
  probe(side: Side, telling: Telling, signal: AbortSignal): Promise<void>;
  /** What cannot be undone, once everything is proven. Can be repeated. */
  finish(telling: Telling): Promise<void>;
}

/** A step did not do what it should; the message says what and the remedy. */
export class StepFailed extends Error {
  override readonly name: string = 'StepFailed';
}

/** Somebody else has changed in the meantime what was to be replaced. It is not ours to undo. */
export class ChangedElsewhere extends StepFailed {
  override readonly name = 'ChangedElsewhere';
}
