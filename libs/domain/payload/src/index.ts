export { decode } from './decode.js';
export {
  DECODES,
  type Decode,
  type Decoded,
  type DecodeFailure,
  type StructuredDecode,
} from './decoded.js';
export { encode, type Encoded } from './encode.js';
export { likelyDecode } from './likely-decode.js';
export { numberAt } from './number-at.js';
export { numericFields, type NumericField } from './numeric-fields.js';
export { payloadFormat, preview, type PayloadFormat, type PayloadPreview } from './payload.js';
export { payloadDifference, type PayloadDifference } from './payload-difference.js';
export type { ByteChange, ByteDifference } from './byte-difference.js';
export type { LineChange, LineDifference } from './line-difference.js';
export type { FieldChange, StructureDifference } from './structure-difference.js';
export { readValue } from './read-value.js';
export type { List, MapValue, Scalar, Tagged, Value } from './value.js';
