import type { FiringInstance, OwedInstance } from './state.js';

export const NOTICE_EVENTS = ['firing', 'resolved', 'reminder'] as const;
export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

/** What is to be told of a rule, once for all instances that changed at the same time. */
export type Notice =
  | { readonly event: 'firing' | 'reminder'; readonly instances: readonly FiringInstance[] }
  | { readonly event: 'resolved'; readonly instances: readonly OwedInstance[] };

/**
 * Why an incident ended: the condition no longer holds, the instance is gone, or the rule was changed,
 * disabled or deleted.
 */
export const RESOLUTIONS = ['recovered', 'vanished', 'rule_changed'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** What became of an instance. `passed`: it was pending, and never fired. */
export type Transition =
  | { readonly to: 'pending' | 'passed'; readonly labels: OwedInstance['labels'] }
  | { readonly to: 'firing'; readonly instance: FiringInstance }
  | { readonly to: 'resolved'; readonly instance: OwedInstance; readonly why: Resolution };
