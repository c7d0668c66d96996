import type { Draft } from '../src/draft.js';

/** A schema, and values that fit it and do not. */
export interface KeywordCase {
  readonly of: string;
  readonly schema: unknown;
  readonly valid: readonly unknown[];
  readonly invalid: readonly unknown[];
  /** Of which drafts it is true; of all unless said otherwise. */
  readonly drafts?: readonly Draft[];
}
