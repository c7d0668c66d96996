export {
  anchor,
  fromHex,
  HASH_BYTES,
  keyId,
  link,
  ORIGIN,
  sameBytes,
  toHex,
  type AnchorReason,
  type Entry,
  type Mac,
} from './chain.js';
export { ChainVerifier, type Marks } from './chain-verifier.js';
export { readMark, writeMark, type Mark, type MarkContent, type MarkKind } from './mark.js';
export {
  type ChainProblem,
  type ChainProblemKind,
  type KnownHead,
  type Verdict,
} from './verdict.js';
