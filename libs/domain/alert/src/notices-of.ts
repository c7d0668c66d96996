import type { Notice } from './notice.js';
import type { AlertRule, Labels } from './rule.js';
import type { AlertState, FiringInstance } from './state.js';

/** Whether a maintenance window holds back what is to be told of an instance. */
export type Quiet = (labels: Labels) => boolean;

interface Told {
  readonly state: AlertState;
  readonly notices: readonly Notice[];
  readonly changed: boolean;
}

/** What is to be told now: all that changed and is not held back, and all that is not held back any more. */
export function noticesOf(
  { active, owed }: AlertState,
  { renoticeSeconds }: Pick<AlertRule, 'renoticeSeconds'>,
  { at, quiet }: { readonly at: number; readonly quiet: Quiet },
): Told {
  const over = owed.filter(({ labels }) => !quiet(labels));
  const firing: FiringInstance[] = [];
  const reminded: FiringInstance[] = [];
  const next = active.map((instance) => {
    if (instance.phase === 'pending' || quiet(instance.labels)) return instance;
    const { noticedAt } = instance;
    // Before the last time: the clock was set back.
    const passed = Math.abs(at - (noticedAt ?? at));
    const again = renoticeSeconds > 0 && passed >= renoticeSeconds * 1_000;
    if (noticedAt !== undefined && !again) return instance;
    const told = { ...instance, noticedAt: at };
    (noticedAt === undefined ? firing : reminded).push(told);
    return told;
  });
  const notices: Notice[] = [];
  // First what is over: the same instance may have begun anew behind a window.
  if (over.length > 0) notices.push({ event: 'resolved', instances: over });
  if (firing.length > 0) notices.push({ event: 'firing', instances: firing });
  if (reminded.length > 0) notices.push({ event: 'reminder', instances: reminded });
  const left = over.length === 0 ? owed : owed.filter(({ labels }) => quiet(labels));
  return { state: { active: next, owed: left }, notices, changed: notices.length > 0 };
}
