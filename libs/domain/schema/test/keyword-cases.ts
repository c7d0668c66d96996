import { CONTAINER_CASES } from './container-cases.js';
import { DRAFT_CASES } from './draft-cases.js';
import { LOGIC_CASES } from './logic-cases.js';
import { PATTERN_CASES } from './pattern-cases.js';
import { UNEVALUATED_CASES } from './unevaluated-cases.js';
import type { KeywordCase } from './keyword-case.js';
import { VALUE_CASES } from './value-cases.js';

/** What the specifications say of each keyword, written out by hand. */
export const KEYWORD_CASES: readonly KeywordCase[] = [
  ...VALUE_CASES,
  ...PATTERN_CASES,
  ...CONTAINER_CASES,
  ...LOGIC_CASES,
  ...DRAFT_CASES,
  ...UNEVALUATED_CASES,
];
