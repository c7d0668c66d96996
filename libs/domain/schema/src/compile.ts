import { Ajv, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { draftOf, type Draft, type SchemaFault } from './draft.js';
import { faultsOf, referencePlace } from './faults.js';
import { AJV_FORMATS } from './formats.js';
import { KEYWORDS } from './keywords.js';
import { linearPattern } from './linear-pattern.js';
import { readable } from './readable.js';
import type { JsonPayload } from './payload.js';
import { inOrder, violation, type Violation } from './words.js';

const ENGINES = { '2020-12': Ajv2020, '2019-09': Ajv2019, 'draft-07': Ajv } as const;

/** So many violations are told of; what is beyond is counted. */
const MOST_ERRORS = 5;
/** Of larger payloads only the first violation is looked for: they may have a million. */
const ALL_ERRORS_BYTES = 65_536;

const OPTIONS: Options = {
  ...{ strict: false, logger: false, validateSchema: false },
  ...{ verbose: true, messages: false, ownProperties: true, formats: AJV_FORMATS },
  // A copy at each reference would let a small document become a huge program.
  inlineRefs: false,
  code: { regExp: Object.assign((pattern: string) => linearPattern(pattern), { code: 'linear' }) },
};

export interface SchemaVerdict {
  readonly valid: boolean;
  /** At most five, sorted, and one more that says how many others there are. */
  readonly errors: readonly Violation[];
}

const VALID: SchemaVerdict = { valid: true, errors: [] };

/** A schema that payloads can be judged by. */
export interface CompiledSchema {
  readonly draft: Draft;
  judge(payload: JsonPayload): SchemaVerdict;
}

export type Compiled =
  | { readonly schema: CompiledSchema; readonly faults?: never }
  | { readonly schema?: never; readonly faults: readonly SchemaFault[] };

interface CompileOptions {
  /** Does all of the work at once; else the first payload that breaks the schema waits for half of it. */
  readonly whole?: boolean;
}

/** Makes a document one that payloads can be judged by, or says what is wrong with it, and where. */
export function compileSchema(
  document: unknown,
  given?: Draft,
  { whole = false }: CompileOptions = {},
): Compiled {
  const draft = draftOf(document, given);
  if (typeof draft !== 'string') return { faults: [draft] };
  try {
    const faults = faultsOf(document, draft);
    if (faults.length > 0) return { faults };
    const plain = readable(document, draft);
    const first = engine(draft, false).compile(plain);
    let all: ValidateFunction | undefined;
    const allErrors = () => (all ??= engine(draft, true).compile(plain));
    if (whole) allErrors();
    return { schema: { draft, judge: (payload) => judge(payload, first, allErrors) } };
  } catch (error) {
    // Of ajv: references and the names of schemas are resolved only while it compiles. And the stack may be used up.
    return { faults: [compileFault(error, document)] };
  }
}

function engine(draft: Draft, allErrors: boolean): Ajv {
  const ajv: Ajv = new ENGINES[draft]({ ...OPTIONS, allErrors });
  for (const definition of KEYWORDS) {
    ajv.removeKeyword(String(definition.keyword)).addKeyword(definition);
  }
  return ajv;
}

function judge(
  payload: JsonPayload,
  first: ValidateFunction,
  allErrors: () => ValidateFunction,
): SchemaVerdict {
  if (!payload.isJson) return alone('', 'json', 'payload is not valid JSON');
  try {
    if (first(payload.value)) return VALID;
    if (payload.bytes > ALL_ERRORS_BYTES) {
      const errors = (first.errors ?? []).slice(0, 1).map(violation);
      return { valid: false, errors: [...errors, more('others were not looked for: it is long')] };
    }
    const all = allErrors();
    all(payload.value);
    return told(inOrder((all.errors ?? first.errors ?? []).map(violation)));
  } catch (error) {
    // RangeError: the stack is used up, by the payload or by a schema that goes round in circles.
    if (!(error instanceof RangeError)) throw error;
    return alone('', 'depth', 'is nested too deeply, or the schema leads in circles');
  }
}

function told(errors: readonly Violation[]): SchemaVerdict {
  const left = errors.length - MOST_ERRORS;
  if (left <= 0) return { valid: false, errors };
  const rest = left === 1 ? 'there is one more violation' : `there are ${left} more violations`;
  return { valid: false, errors: [...errors.slice(0, MOST_ERRORS), more(rest)] };
}

const more = (detail: string): Violation => ({ pointer: '', keyword: 'more', detail });

function alone(pointer: string, keyword: string, detail: string): SchemaVerdict {
  return { valid: false, errors: [{ pointer, keyword, detail }] };
}

function compileFault(error: unknown, document: unknown): SchemaFault {
  if (error instanceof RangeError) return { pointer: '', detail: 'It is nested too deeply.' };
  const message = error instanceof Error ? error.message : String(error);
  const [, reference] = /^can't resolve reference (.*) from id /.exec(message) ?? [];
  if (reference === undefined) return { pointer: '', detail: `It cannot be used: ${message}.` };
  const detail = `Nothing in this document is called ${reference}. What lies outside it is not fetched.`;
  return { pointer: referencePlace(reference, document), detail };
}
