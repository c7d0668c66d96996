import { isAtLeast, type Labels, type Notice, type NoticeEvent } from '#domain/alert';
import type { FiredAs } from '../store/alert-incidents.js';
import type { Endpoint } from '../store/webhook-endpoints.js';

type Instance = Notice['instances'][number];

/** A notice of a rule, and how each of its incidents began. */
export interface Tellable {
  readonly ruleId: number;
  readonly event: NoticeEvent;
  readonly instances: readonly Instance[];
  readonly firedAs: (instance: Instance) => FiredAs;
}

/** Of a notice, the instances that an endpoint wants to hear of. */
export function wantedOf(
  { filters, enabled }: Pick<Endpoint, 'filters' | 'enabled'>,
  { ruleId, event, instances, firedAs }: Tellable,
): readonly Instance[] {
  const { minSeverity, ruleIds, labels = {}, events } = filters;
  if (!enabled || (events !== undefined && !events.includes(event))) return [];
  if (ruleIds !== undefined && !ruleIds.includes(ruleId)) return [];
  return instances.filter((instance) => {
    const fired = firedAs(instance);
    const matters = minSeverity === undefined || isAtLeast(fired.severity, minSeverity);
    return matters && has(fired.labels, labels);
  });
}

const has = (all: Labels, wanted: Labels): boolean =>
  Object.entries(wanted).every(([name, value]) => all[name] === value);
