import { noticesOf, type Quiet } from './notices-of.js';
import type { Notice, Resolution, Transition } from './notice.js';
import type { Reading, Sample } from './reading.js';
import type { AlertRule } from './rule.js';
import {
  keyOf,
  MOST_INSTANCES,
  type ActiveInstance,
  type AlertState,
  type FiringInstance,
  type OwedInstance,
  type PendingInstance,
} from './state.js';
import { isHeldBack, type MaintenanceWindow } from './window.js';

export interface Look {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Absent: nobody could look, and all is as it was. */
  readonly reading: Reading | undefined;
  readonly windows: readonly MaintenanceWindow[];
  /** A name for an incident that begins, different from all others. */
  readonly newId: () => string;
}

export interface Step {
  readonly state: AlertState;
  readonly transitions: readonly Transition[];
  /** At most one of each event. */
  readonly notices: readonly Notice[];
  /** Whether the state has to be kept: without it, only values, texts and `seenAt` are newer. */
  readonly changed: boolean;
  /** Instances of which the condition holds, and which are not followed, since there are too many. */
  readonly unfollowed: number;
}

type Rule = Pick<AlertRule, 'id' | 'labels' | 'forSeconds' | 'renoticeSeconds'>;

/** One look at a rule: what became of its instances, and what is to be told. */
export function step(rule: Rule, state: AlertState, look: Look): Step {
  const moved = new Moves(rule, look);
  const active = look.reading === undefined ? state.active : moved.all(state.active, look.reading);
  const quiet: Quiet = (labels) =>
    look.windows.some((window) => isHeldBack(window, rule, labels, look.at));
  const told = noticesOf({ active, owed: [...state.owed, ...moved.resolved] }, rule, {
    at: look.at,
    quiet,
  });
  return {
    ...{ state: told.state, transitions: moved.transitions, notices: told.notices },
    changed: moved.changed || told.changed,
    unfollowed: moved.unfollowed,
  };
}

/** Ends all of it, because the rule is no longer what it was; what was told is told to be over, windows or not. */
export function close(rule: Rule, state: AlertState, at: number): Step {
  const moved = new Moves(rule, { at, reading: undefined, windows: [], newId: () => '' });
  for (const instance of state.active) moved.end(instance, 'rule_changed');
  const owed = [...state.owed, ...moved.resolved];
  const told = noticesOf({ active: [], owed }, rule, { at, quiet: () => false });
  const { transitions } = moved;
  const changed = state.active.length > 0 || state.owed.length > 0;
  return { state: told.state, transitions, notices: told.notices, changed, unfollowed: 0 };
}

/** Follows each instance through one look. */
class Moves {
  readonly transitions: Transition[] = [];
  /** Incidents that ended and had been told. */
  readonly resolved: OwedInstance[] = [];
  changed = false;
  unfollowed = 0;

  constructor(
    private readonly rule: Rule,
    private readonly look: Look,
  ) {}

  all(active: readonly ActiveInstance[], { samples, areMore }: Reading): readonly ActiveInstance[] {
    const byKey = new Map(samples.map((sample) => [keyOf(sample.labels), sample]));
    const kept = active.flatMap((instance) => {
      const key = keyOf(instance.labels);
      const sample = byKey.get(key);
      byKey.delete(key);
      // One of those that could not be looked at may be there all the same.
      if (sample === undefined && areMore) return [this.wait(instance)];
      return sample === undefined ? this.end(instance, 'vanished') : this.go(instance, sample);
    });
    const room = MOST_INSTANCES - kept.length;
    const begun = [...byKey.values()].filter(({ holds }) => holds === true);
    this.unfollowed = Math.max(0, begun.length - room);
    return [...kept, ...begun.slice(0, room).map((sample) => this.begin(sample))];
  }

  /** The instance is over. */
  end(instance: ActiveInstance, why: Resolution): [] {
    this.changed = true;
    if (instance.phase === 'pending') {
      this.transitions.push({ to: 'passed', labels: instance.labels });
      return [];
    }
    const { noticedAt, phase: _, ...rest } = instance;
    const over: OwedInstance = { ...rest, phase: 'resolved', resolvedAt: this.look.at };
    this.transitions.push({ to: 'resolved', instance: over, why });
    if (noticedAt !== undefined) this.resolved.push(over);
    return [];
  }

  private go(instance: ActiveInstance, sample: Sample): ActiveInstance[] {
    const { holds } = sample;
    if (holds === 'unknown') return [this.wait(instance)];
    if (holds === false) return this.end(withNews(instance, sample), 'recovered');
    const told = withNews(instance, sample);
    return [told.phase === 'pending' ? this.grow(told) : told];
  }

  private begin({ labels, value, text }: Sample): ActiveInstance {
    const { at } = this.look;
    const pending: PendingInstance = {
      ...{ phase: 'pending', labels, since: at, held: 0, holdsFrom: at, seenAt: at },
      ...{ ...(value !== undefined && { value }), text },
    };
    this.changed = true;
    if (this.rule.forSeconds === 0) return this.fire(pending);
    this.transitions.push({ to: 'pending', labels });
    return pending;
  }

  /**
   * It holds on: time without a break counts, also when MCM was down in between. When the clock was set back, it
   * is counted anew from here, with what was seen before.
   */
  private grow(pending: PendingInstance): ActiveInstance {
    const { at } = this.look;
    const { seenAt, holdsFrom = at } = pending;
    const isSetBack = at < seenAt;
    if (isSetBack || pending.holdsFrom === undefined) this.changed = true;
    const grown = {
      ...{ ...pending, seenAt: at },
      ...(isSetBack ? { held: heldFor(pending, seenAt), holdsFrom: at } : { holdsFrom }),
    };
    return heldFor(grown, at) >= this.rule.forSeconds * 1_000 ? this.fire(grown) : grown;
  }

  /** Nobody knows: what is pending stays, and does not grow. */
  private wait(instance: ActiveInstance): ActiveInstance {
    if (instance.phase === 'firing' || instance.holdsFrom === undefined) return instance;
    const { holdsFrom: _, ...rest } = instance;
    this.changed = true;
    return { ...rest, held: heldFor(instance, instance.seenAt) };
  }

  private fire({ labels, since, value, text }: PendingInstance): FiringInstance {
    this.changed = true;
    const firing: FiringInstance = {
      ...{ phase: 'firing', labels, incident: this.look.newId(), since, firedAt: this.look.at },
      ...{ ...(value !== undefined && { value }), text },
    };
    this.transitions.push({ to: 'firing', instance: firing });
    return firing;
  }
}

/** For how long it was seen to hold, in ms. A clock that was set back takes nothing away. */
export function heldFor({ held, holdsFrom }: PendingInstance, at: number): number {
  return held + (holdsFrom === undefined ? 0 : Math.max(0, at - holdsFrom));
}

function withNews<T extends ActiveInstance>(instance: T, { value, text }: Sample): T {
  if (instance.text === text && instance.value === value) return instance;
  return { ...instance, ...(value !== undefined && { value }), text };
}
