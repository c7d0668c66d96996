import type { Names } from './odd-filter.js';
import type { Ruling } from './ruling.js';

/** For which topics (or, for subscriptions, filters) a test holds. */
export type Condition =
  | { readonly kind: 'always' }
  /** Topics that a valid filter selects. */
  | { readonly kind: 'selected'; readonly filter: string }
  /** The one topic or filter that is written like this. */
  | { readonly kind: 'literal'; readonly topic: string }
  /** Filters within this one, as the broker's version compares them. */
  | { readonly kind: 'within'; readonly filter: string; readonly compares: 'levels' | 'filters' }
  /**
   * An invalid filter of the plugin's state, read character by character as the broker does: it selects what is
   * asked for before its fault is come upon (`yes`), or the fault comes first (`invalid`).
   */
  | {
      readonly kind: 'odd';
      readonly filter: string;
      readonly of: 'topic' | 'subscription';
      readonly outcome: 'yes' | 'invalid';
      /** Where the broker's version fills in names. */
      readonly names?: Names;
    }
  | { readonly kind: 'begins'; readonly prefix: string; readonly except?: string }
  | { readonly kind: 'begins-not'; readonly prefix: string }
  /** Filters with a wildcard. */
  | { readonly kind: 'wildcard' }
  /** Nothing: `%u` has no name to stand for, or one that the broker does not fill in. */
  | { readonly kind: 'never'; readonly why: 'anonymous' | 'unfit-name' };

/** One test of a list. `pass`: the rule is about another action and decides nothing, even when it matches. */
export interface Test {
  readonly by: Ruling;
  readonly when: Condition;
  readonly then: 'allow' | 'deny' | 'pass';
}

/**
 * What the broker goes through for one client and action: the first test that holds and does not pass decides.
 * The last one always holds.
 */
export type DecisionList = readonly Test[];
