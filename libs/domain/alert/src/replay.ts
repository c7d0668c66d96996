import type { Holds } from './reading.js';
import type { AlertRule, Labels } from './rule.js';
import { NOTHING_ACTIVE, type AlertState } from './state.js';
import { heldFor, step, type Step } from './step.js';

/** From `at` on it was so, up to the next of its line. */
export interface Stretch {
  readonly at: number;
  readonly holds: Holds;
  readonly value?: number;
  readonly text: string;
}

/** What one instance was like, oldest first. */
export interface Timeline {
  readonly labels: Labels;
  readonly stretches: readonly Stretch[];
  /** What is known ends here. */
  readonly until: number;
}

/** The rule would have fired. */
export interface WouldHaveFired {
  readonly labels: Labels;
  readonly from: number;
  /** Absent: it would fire still. */
  readonly until?: number;
  readonly value?: number;
  readonly text: string;
}

type Rule = Pick<AlertRule, 'id' | 'labels' | 'forSeconds' | 'renoticeSeconds'>;

/** When a rule would have fired, had it been there; in the order of the beginnings. */
export function replay(rule: Rule, timelines: readonly Timeline[]): readonly WouldHaveFired[] {
  const all = timelines.flatMap((timeline) => new OneLine(rule, timeline).incidents());
  return all.sort((one, other) => one.from - other.from);
}

/** Steps through one line: at each change, and where what is pending has held for long enough. */
class OneLine {
  private state: AlertState = NOTHING_ACTIVE;
  private readonly found: WouldHaveFired[] = [];

  constructor(
    private readonly rule: Rule,
    private readonly line: Timeline,
  ) {}

  incidents(): readonly WouldHaveFired[] {
    const { stretches, until } = this.line;
    for (const [index, stretch] of stretches.entries()) {
      const end = stretches[index + 1]?.at ?? until;
      this.look(stretch, stretch.at);
      const due = this.due(stretch.at);
      if (due !== undefined && due <= end) this.look(stretch, due);
      // Up to here it was seen to hold.
      else if (end > stretch.at) this.look(stretch, end);
    }
    return this.found;
  }

  private look({ holds, value, text }: Stretch, at: number): void {
    const sample = { labels: this.line.labels, holds, text, ...(value !== undefined && { value }) };
    const reading = { samples: [sample] };
    this.take(step(this.rule, this.state, { at, reading, windows: [], newId: () => '' }));
  }

  /** When it fires, if it holds on. */
  private due(at: number): number | undefined {
    const [instance] = this.state.active;
    if (instance?.phase !== 'pending' || instance.holdsFrom === undefined) return undefined;
    return at + this.rule.forSeconds * 1_000 - heldFor(instance, at);
  }

  private take({ state, transitions }: Step): void {
    this.state = state;
    for (const transition of transitions) {
      if (transition.to === 'firing') {
        const { labels, firedAt, value, text } = transition.instance;
        this.found.push({ labels, from: firedAt, text, ...(value !== undefined && { value }) });
      }
      if (transition.to !== 'resolved') continue;
      const last = this.found.pop();
      if (last) this.found.push({ ...last, until: transition.instance.resolvedAt });
    }
  }
}
