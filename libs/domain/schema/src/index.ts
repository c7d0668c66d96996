export {
  compileSchema,
  type Compiled,
  type CompiledSchema,
  type SchemaVerdict,
} from './compile.js';
export { DRAFTS, type Draft, type SchemaFault } from './draft.js';
export { Inference, type Inferred } from './infer.js';
export { readPayload, type JsonPayload } from './payload.js';
export type { Violation } from './words.js';
