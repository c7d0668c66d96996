import type { Action, Client } from './policy.js';
import type { Ruling } from './ruling.js';

export interface Question {
  readonly client: Client;
  readonly action: Action;
  /** A topic name; for `subscribe` and `unsubscribe` a filter; nothing for `login`. */
  readonly topic: string;
}

/** A rule that was tried, in the broker's order, and what came of it. */
export interface Step {
  readonly by: Ruling;
  /**
   * `no-match` and `other-action` (it matches, but is about something else) let the question pass on to the next.
   * After the one that decides, the rest was not tried: `would-allow` and `would-deny` say what it would have done.
   */
  readonly outcome:
    'no-match' | 'other-action' | 'decides' | 'would-allow' | 'would-deny' | 'not-tried';
}

/** What the broker answers, and why. */
export interface Explanation {
  readonly allowed: boolean;
  /** The rule that decides. */
  readonly because: Ruling;
  /** What would decide if that rule were not there; nothing when it is the broker's own last word. */
  readonly otherwise?: { readonly by: Ruling; readonly allowed: boolean };
  /** Every rule about this client, in the order in which the broker tries them. */
  readonly trail: readonly Step[];
}
